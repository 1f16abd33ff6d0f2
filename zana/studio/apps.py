from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "zana.studio"
    label = "studio"

    def ready(self) -> None:
        from zana.people.keeping import register_keepings  # app ready
        from zana.studio.own_data import KEEPINGS  # app ready

        register_keepings(KEEPINGS)
