from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "zana.audits"
    label = "audits"
