from django.apps import AppConfig

from zana.ui import slots


class LearningConfig(AppConfig):
    name = "zana.learning"
    label = "learning"

    def ready(self) -> None:
        from zana.audits.probing.drills import register_drills  # app ready
        from zana.kernel import work  # app ready
        from zana.learning import reminders, rounds  # app ready
        from zana.learning.asking_slot import show_asking, show_waiting_questions  # app ready
        from zana.learning.calls import show_calls  # app ready
        from zana.learning.feedback_slot import show_feedback  # app ready
        from zana.learning.own_data import register_own_data  # app ready
        from zana.learning.queries.drill_results import list_drill_results  # app ready
        from zana.learning.today import show_next_steps  # app ready
        from zana.learning.way_back import show_way_back  # app ready

        slots.register("today", show_next_steps, place=10)
        slots.register("cohort", show_calls, place=10)
        # asking the trainer, from the thing itself
        slots.register("help", show_asking)
        slots.register("incident_call", show_asking)
        slots.register("cohort", show_waiting_questions, place=5)
        slots.register("training.feedback", show_feedback)
        slots.register("practice.back", show_way_back)
        work.register(reminders.lane)
        work.register(rounds.lane)
        register_drills("learning", list_drill_results)
        register_own_data()
