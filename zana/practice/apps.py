from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "zana.practice"
    label = "practice"
