from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "zana.api"
    label = "api"

    def ready(self) -> None:
        from zana.api.own_data import KEEPINGS  # app ready
        from zana.people.keeping import register_keepings  # app ready

        register_keepings(KEEPINGS)
