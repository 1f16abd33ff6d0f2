from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "zana.api"
    label = "api"

    def ready(self) -> None:
        from zana.api.own_data import register_own_data  # app ready

        register_own_data()
