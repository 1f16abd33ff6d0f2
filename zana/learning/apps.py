from django.apps import AppConfig

from zana.ui import slots


class LearningConfig(AppConfig):
    name = "zana.learning"
    label = "learning"

    def ready(self) -> None:
        from zana.audits.probing.drills import register_drills  # app ready
        from zana.learning.queries.drill_results import list_drill_results  # app ready
        from zana.learning.today import show_next_steps  # app ready

        slots.register("today", show_next_steps, place=10)
        register_drills("learning", list_drill_results)
