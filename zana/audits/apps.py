from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "zana.audits"
    label = "audits"

    def ready(self) -> None:
        from zana.audits import lookouts, register_probes, rounds  # app ready
        from zana.audits.own_data import register_own_data  # app ready
        from zana.audits.probing.registration import register_own  # app ready
        from zana.audits.today import show_alarm, show_today  # app ready
        from zana.kernel import work  # app ready
        from zana.ui import slots  # app ready

        register_own()
        work.register(lookouts.lane)
        work.register(rounds.lane)
        slots.register("today", show_today, place=20)
        slots.register("alarm", show_alarm)
        register_probes.plug_in()
        register_own_data()
