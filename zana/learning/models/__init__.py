"""Facts of learning: what was read, held and practised, who was there, what the day holds, what is left for the job."""

from zana.learning.models.coaching import CapacityLevel, Contact, Review
from zana.learning.models.exercises import Attempt, Seat
from zana.learning.models.lessons import LessonDoubt, LessonRead
from zana.learning.models.own_quizzes import OwnQuiz
from zana.learning.models.plans import Plan, PlanPin
from zana.learning.models.quiz import ConfidenceSheet, QuizRun
from zana.learning.models.tasks import Task
from zana.learning.models.trainings import Attendance, Training

__all__ = [
    "Attempt",
    "Attendance",
    "CapacityLevel",
    "ConfidenceSheet",
    "Contact",
    "LessonDoubt",
    "LessonRead",
    "OwnQuiz",
    "Plan",
    "PlanPin",
    "QuizRun",
    "Review",
    "Seat",
    "Task",
    "Training",
]
