from django.apps import AppConfig

from zana.ui import slots


class SiteConfig(AppConfig):
    name = "zana.site"
    label = "site"

    def ready(self) -> None:
        from zana.site.next_step import show_report_step  # app ready

        slots.register("report", show_report_step, place=10)
