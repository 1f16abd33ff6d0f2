from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "zana.impact"
    label = "impact"

    def ready(self) -> None:
        from zana.impact.own_data import register_own_data  # app ready

        register_own_data()
