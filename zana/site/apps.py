from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "zana.site"
    label = "site"
