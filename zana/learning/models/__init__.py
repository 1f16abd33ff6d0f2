"""Facts of learning: what was read, held and practised, who was there, what the day holds, what is left for the job."""

from zana.learning.models.bookings import Booking, TrainerFacts
from zana.learning.models.coaching import CapacityLevel, Contact, Review
from zana.learning.models.drills import DrillRun, DrillStep, Sitting
from zana.learning.models.exercises import Attempt, Seat
from zana.learning.models.feedback import (
    DayFeedback,
    FeedbackAnswer,
    FeedbackSheet,
    FeedbackWave,
    FeedbackWords,
    Safeguard,
    SafeguardingNote,
)
from zana.learning.models.helping import HelpMessage, HelpReminder, HelpRequest
from zana.learning.models.lessons import LessonDoubt, LessonRead
from zana.learning.models.lottery import Draw, Turn
from zana.learning.models.plans import Plan, PlanPin
from zana.learning.models.quiz import ConfidenceSheet, QuizRun
from zana.learning.models.running import DayUnit
from zana.learning.models.tasks import Task
from zana.learning.models.trainings import Attendance, Training

__all__ = [
    "Attempt",
    "Attendance",
    "Booking",
    "CapacityLevel",
    "ConfidenceSheet",
    "Contact",
    "DayFeedback",
    "DayUnit",
    "Draw",
    "DrillRun",
    "DrillStep",
    "FeedbackAnswer",
    "FeedbackSheet",
    "FeedbackWave",
    "FeedbackWords",
    "HelpMessage",
    "HelpReminder",
    "HelpRequest",
    "LessonDoubt",
    "LessonRead",
    "Plan",
    "PlanPin",
    "QuizRun",
    "Review",
    "Safeguard",
    "SafeguardingNote",
    "Seat",
    "Sitting",
    "Task",
    "TrainerFacts",
    "Training",
    "Turn",
]
