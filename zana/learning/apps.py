from django.apps import AppConfig

from zana.ui import slots


class LearningConfig(AppConfig):
    name = "zana.learning"
    label = "learning"

    def ready(self) -> None:
        from zana.learning.calls import show_calls  # app ready
        from zana.learning.today import show_next_steps

        slots.register("today", show_next_steps, place=10)
        slots.register("cohort", show_calls, place=10)
