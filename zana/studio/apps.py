from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "zana.studio"
    label = "studio"

    def ready(self) -> None:
        from zana.studio.own_data import register_own_data  # app ready

        register_own_data()
