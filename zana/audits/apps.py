from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "zana.audits"
    label = "audits"

    def ready(self) -> None:
        from zana.audits import register_probes  # app ready
        from zana.audits.register_today import show_registers_today  # app ready
        from zana.audits.today import show_today  # app ready
        from zana.ui import slots  # app ready

        slots.register("today", show_today, place=20)
        slots.register("today", show_registers_today, place=22)
        register_probes.plug_in()
