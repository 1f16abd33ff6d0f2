"""Facts of learning: what was held, who was there, what the individual day holds, what is left for the job."""

from zana.learning.models.plans import Plan, PlanPin
from zana.learning.models.tasks import Task
from zana.learning.models.trainings import Attendance, Training

__all__ = ["Attendance", "Plan", "PlanPin", "Task", "Training"]
