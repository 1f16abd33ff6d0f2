"""Facts of learning: what was read, held and practised, who was there, what the day holds, what is left for the job."""

from zana.learning.models.bookings import Booking, TrainerFacts
from zana.learning.models.certificates import CalendarFeed, Certificate, SignOff
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
from zana.learning.models.joint import Block, Invitee, Meeting
from zana.learning.models.lessons import LessonDoubt, LessonRead
from zana.learning.models.lottery import Draw, Turn
from zana.learning.models.own_quizzes import OwnQuiz
from zana.learning.models.plans import Plan, PlanPin
from zana.learning.models.presence import CheckIn, Correction, Mark, Scan
from zana.learning.models.quiz import ConfidenceSheet, QuizRun
from zana.learning.models.rounds import JobRound
from zana.learning.models.running import DayUnit
from zana.learning.models.tasks import Task
from zana.learning.models.trainings import Attendance, Training
from zana.learning.models.wishes import Wish

__all__ = [
    "Attempt",
    "Attendance",
    "Block",
    "Booking",
    "CalendarFeed",
    "CapacityLevel",
    "Certificate",
    "CheckIn",
    "ConfidenceSheet",
    "Contact",
    "Correction",
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
    "Invitee",
    "JobRound",
    "LessonDoubt",
    "LessonRead",
    "Mark",
    "Meeting",
    "OwnQuiz",
    "Plan",
    "PlanPin",
    "QuizRun",
    "Review",
    "Safeguard",
    "SafeguardingNote",
    "Scan",
    "Seat",
    "SignOff",
    "Sitting",
    "Task",
    "TrainerFacts",
    "Training",
    "Turn",
    "Wish",
]
