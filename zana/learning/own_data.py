"""What learning keeps about one person: the tables one by one, and `own_verbs` for what needs more than a table."""

from __future__ import annotations

from zana.learning import own_verbs
from zana.learning.models import (
    Attempt,
    Attendance,
    Block,
    Booking,
    CalendarFeed,
    CapacityLevel,
    Certificate,
    CheckIn,
    ConfidenceSheet,
    Contact,
    Correction,
    DayFeedback,
    DayUnit,
    Draw,
    DrillRun,
    DrillStep,
    FeedbackAnswer,
    FeedbackSheet,
    FeedbackWave,
    FeedbackWords,
    HelpMessage,
    HelpRequest,
    Invitee,
    LessonDoubt,
    LessonRead,
    Mark,
    Meeting,
    OwnQuiz,
    Plan,
    PlanPin,
    QuizRun,
    Safeguard,
    SafeguardingNote,
    Scan,
    Seat,
    SignOff,
    Sitting,
    Task,
    TrainerFacts,
    Training,
    Turn,
    Wish,
)
from zana.people.erasure import register_erasure
from zana.people.export import register_export
from zana.people.keeping import Keeping, register_keepings

_CODES = "codes and numbers, no words"
_MARKED = ("marked_at",)  # of somebody else: that she did it, not of whom

DAYS = {
    "trainings_held": Keeping(
        Training,
        told={"trainer": ("title", "kind", "held_on")},
        searched=("title",),
        untouched={"units": _CODES},
        own=("trainer",),
    ),
    "half_days_led": Keeping(
        Block, told={"trainer": ("training__title", "starts_at")}, untouched={"units": _CODES}, own=("trainer",)
    ),
    "meeting_places": Keeping(Meeting, searched=("place",)),
    "invitations": Keeping(
        Invitee, untold={"invited_by": "it names somebody else; it stands in her log"}, own=("person", "sealed_needs")
    ),
    "attendance": Keeping(
        Attendance,
        told={"person": ("training__title", "training__held_on", "minutes", "marked_at"), "marked_by": _MARKED},
    ),
    "half_days": Keeping(
        Mark,
        told={"person": ("block__starts_at", "state", "late", "early", "marked_at"), "marked_by": _MARKED},
    ),
    "corrections": Keeping(
        Correction,
        told={"person": ("block__starts_at", "was", "now", "at"), "by": ("at", "reason")},
        emptied={"reason": ("person", "by")},
        untouched={"was": _CODES, "now": _CODES},
    ),
    "check_ins": Keeping(CheckIn, told={"person": ("at", "settled_at")}, goes=("person",)),
    "scans_of_sheets": Keeping(
        Scan,
        told={"by": ("training__title", "sealed_name", "added_at")},
        emptied={"sealed_name": ("by",)},
        untouched={"content": "one sheet carries the hands of all who were there, and proves it for them"},
    ),
    "trainer_facts": Keeping(
        TrainerFacts,
        untold={"told_by": "that she said it for somebody else stands in her log"},
        goes=("person",),
        untouched=dict.fromkeys(("languages", "specialities", "weekdays", "away"), _CODES),
        own=("person", "region"),
    ),
    "bookings": Keeping(
        Booking,
        told={
            "trainer": ("held_on", "state"),
            "second": ("held_on", "state"),
            "made_by": ("held_on", "state", "reason", "made_at"),
        },
        searched=("kept_why", "reason"),
        own=("trainer", "second"),
    ),
    "draws": Keeping(
        Draw,
        told={"drawn_by": ("drawn_at", "number", "reason")},
        searched=("reason", "notes"),
        untouched={"strata": _CODES},
    ),
    "turns": Keeping(Turn, told={"moved_by": ("moved_at", "reason")}, searched=("reason",)),
    "plans": Keeping(
        Plan,
        told={"composed_by": ("state", "composed_at"), "confirmed_by": ("state", "confirmed_at")},
        untouched={"day": "made by the rule out of codes; frozen"},
    ),
    "units_pinned": Keeping(
        PlanPin, told={"set_by": ("unit", "kind", "reason", "set_at")}, searched=("reason",)
    ),
    "wishes": Keeping(Wish, told={"told_by": ("topic", "told_at")}),
    "units_held": Keeping(
        DayUnit,
        told={"noted_by": ("training__held_on", "unit", "started_at", "ended_at", "sealed_note")},
        searched=("sealed_note",),
    ),
}  # fmt: skip

JOB = {
    "tasks_done": Keeping(
        Task, told={"ended_by": ("unit", "state", "ended_at")}, searched=("kept_why", "kept_proof")
    ),
    "visits_and_calls": Keeping(
        Contact,
        told={"logged_by": ("kind", "held_on", "minutes", "about", "next_step")},
        searched=("about", "next_step"),
    ),
    "levels_set": Keeping(
        CapacityLevel, told={"set_by": ("topic", "level", "target", "note", "set_at")}, searched=("note",)
    ),
    "questions": Keeping(
        HelpRequest,
        told={"asked_by": ("about", "state", "asked_at", "settled_at"), "trainer": ("about", "state", "asked_at")},
        own=("trainer",),
    ),
    "words_in_questions": Keeping(
        HelpMessage,
        told={"by": ("said_at", "sealed_words")},
        emptied={"sealed_words": ("by", "request__asked_by")},
    ),
    "drill_steps_noted": Keeping(
        DrillStep,
        told={"by": ("act", "noted_at")},
        emptied={"note": ("run__person", "by")},
    ),
    "drills": Keeping(DrillRun, untouched={"pauses": _CODES, "came": _CODES}, own=("person",)),
    "drills_led": Keeping(Sitting, told={"trainer": ("drill", "planned_on")}),
    "exercises": Keeping(Attempt, goes=("person",), untouched={"kept_missing": "words of our own"}, own=("person",)),
    "seats": Keeping(
        Seat,
        told={"person": ("name", "taken_at")},
        untouched={"name": "invented"},
        own=("person",),
    ),
}  # fmt: skip

KNOWING = {
    "lessons_read": Keeping(LessonRead, told={"person": ("unit", "language", "read_at")}),
    "lesson_doubts": Keeping(
        LessonDoubt,
        told={"person": ("unit", "screen", "note", "told_at"), "settled_by": ("unit", "settled_at")},
        emptied={"note": ("person",)},
    ),
    "quizzes": Keeping(
        QuizRun,
        told={"person": ("topic", "occasion", "score", "items", "answers", "begun_at", "ended_at")},
        untouched={"items": _CODES, "answers": _CODES},
    ),
    "confidence": Keeping(
        ConfidenceSheet,
        told={"person": ("group", "occasion", "answers", "given_at")},
        untouched={"answers": _CODES},
    ),
    "quizzes_brought": Keeping(
        OwnQuiz, told={"brought_by": ("title", "language", "brought_at")}, searched=("title", "kept_items")
    ),
    "sign_offs": Keeping(SignOff, told={"person": ("at",), "by": ("at",)}),
    "certificates_issued": Keeping(
        Certificate,
        told={"issued_by": ("issued_at",), "revoked_by": ("revoked_at", "revoked_why")},
        emptied={"revoked_why": ("person", "revoked_by")},
        own=("person", "kept"),
    ),
    "calendars": Keeping(CalendarFeed, told={"person": ("made_at", "revoked_at")}, own=("person",)),
}  # fmt: skip

SAID = {
    "feedback_of_trainings": Keeping(FeedbackSheet, own=("person",)),
    "feedback_answers": Keeping(FeedbackAnswer, searched=("sealed_words",), untouched={"answers": _CODES}),
    "feedback_words": Keeping(FeedbackWords, searched=("sealed_words",)),
    "feedback_of_a_trainer": Keeping(
        FeedbackWave,
        untold={"trainer": "what others said together; she reads it on its page"},
        untouched={"results": _CODES},
    ),
    "feedback_of_days": Keeping(
        DayFeedback,
        told={"person": ("training__held_on", "answers", "sealed_first", "sealed_change", "given_on")},
        emptied={"sealed_first": ("person",), "sealed_change": ("person",)},
        untouched={"answers": _CODES},
    ),
    "safeguarding_person": Keeping(
        Safeguard, told={"person": ("named_at",), "named_by": ("named_at",)}, goes=("person",)
    ),
    "safeguarding_notes": Keeping(
        SafeguardingNote,
        told={"person": ("week", "sealed_words")},
        searched=("sealed_words",),
        own=("person",),
    ),
}  # fmt: skip

KEEPINGS = {**DAYS, **JOB, **KNOWING, **SAID}


def register_own_data() -> None:
    register_keepings(KEEPINGS)
    for name, tell in own_verbs.TELLING.items():
        register_export(name, tell)
    for name, forget in own_verbs.FORGETTING.items():
        register_erasure(name, forget)
