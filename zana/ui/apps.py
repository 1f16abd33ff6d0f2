from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "zana.ui"
    label = "ui"
