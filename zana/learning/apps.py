from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "zana.learning"
    label = "learning"
