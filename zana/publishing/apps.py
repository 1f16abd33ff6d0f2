from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "zana.publishing"
    label = "publishing"
