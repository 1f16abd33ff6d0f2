from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "zana.networks"
    label = "networks"
