from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "zana.impact"
    label = "impact"
