from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "zana.studio"
    label = "studio"
