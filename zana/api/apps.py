from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "zana.api"
    label = "api"
