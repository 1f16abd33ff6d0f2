from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "zana.audits"
    label = "audits"

    def ready(self) -> None:
        from zana.audits.today import show_today  # app ready
        from zana.ui import slots  # app ready

        slots.register("today", show_today, place=20)
