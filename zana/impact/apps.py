from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "zana.impact"
    label = "impact"

    def ready(self) -> None:
        from zana.impact.own_data import KEEPINGS  # app ready
        from zana.people.keeping import register_keepings  # app ready

        register_keepings(KEEPINGS)
