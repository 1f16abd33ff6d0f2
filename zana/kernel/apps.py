from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "zana.kernel"
    label = "kernel"
