"""Trainings of a programme and who was there."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When

from zana.learning.models import Attendance, Plan, Training
from zana.learning.models.trainings import JOINT
from zana.learning.rules.presence import ENOUGH
from zana.people.models import Enrolment, Membership, Organisation, Person, Programme
from zana.people.roles import LEAD, TRAINER


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """`enough` were there for four fifths of the time, of `counted` whose attendance was noted."""

    training: Training
    counted: int
    enough: int
    organisations: int


def list_trainings(programme: Programme) -> list[TrainingLine]:
    """The newest first."""
    trainings = list(Training.objects.filter(programme=programme).select_related("trainer").order_by("-held_on", "-pk"))
    is_enough = Case(
        When(minutes__gte=F("training__minutes") * ENOUGH / Value(100.0), then=1),
        default=0,
        output_field=IntegerField(),
    )
    sums = {
        row["training"]: row
        for row in Attendance.objects.across_organisations()
        .filter(training__in=trainings)
        .values("training")
        .annotate(counted=Count("pk"), enough=Sum(is_enough), places=Count("organisation", distinct=True))
    }
    nobody = {"counted": 0, "enough": 0, "places": 0}
    return [
        TrainingLine(training, row["counted"], row["enough"], row["places"])
        for training in trainings
        for row in (sums.get(training.pk, nobody),)
    ]


def list_own_trainings(organisation: Organisation) -> list[Training]:
    """The joint ones of its programmes and its own days, the newest first."""
    plans = Plan.objects.of(organisation)
    joint = Q(kind=JOINT, programme__in=Enrolment.live.filter(organisation=organisation).values("programme"))
    own = Q(pk__in=plans.values("training")) | Q(pk__in=plans.values("second_half"))
    return list(Training.objects.filter(joint | own).select_related("trainer").order_by("-held_on", "-pk"))


def list_own_attendance(organisation: Organisation) -> list[Attendance]:
    rows = Attendance.objects.of(organisation).select_related("training", "person")
    return list(rows.order_by("-training__held_on", "person__name", "pk"))


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A row of the attendance sheet. `minutes` is None while nobody has noted her."""

    person: Person
    organisation: Organisation
    minutes: int | None


def find_training(programme: Programme, ref: str) -> Training | None:
    return Training.objects.filter(programme=programme, ref=ref).first()


def list_sheet(training: Training) -> list[SheetLine]:
    """Everybody who may come, by organisation: all enrolled ones, or the one whose own day it is. Never who teaches."""
    plans = Plan.objects.across_organisations()
    own = (plans.filter(training=training) | plans.filter(second_half=training)).values_list("organisation", flat=True)
    learners = learners_of(training.programme, None if training.kind == JOINT else set(own))
    noted = dict(
        Attendance.objects.across_organisations().filter(training=training).values_list("person_id", "minutes")
    )
    return [SheetLine(one.person, one.organisation, noted.get(one.person.pk)) for one in learners]


def learners_of(programme: Programme, places: set[int] | None = None) -> list[SheetLine]:
    """Each person once, for one organisation (of all enrolled ones, or of `places`); trainers do not learn here."""
    enrolled = Enrolment.live.filter(programme=programme).values("organisation")
    teaching = Membership.live.filter(programme=programme, role__in=[LEAD, TRAINER]).values("person")
    live = Membership.live.filter(organisation__in=enrolled)
    if places is not None:
        live = Membership.live.filter(organisation__in=places)
    members = (
        live.exclude(person__in=teaching)
        .select_related("person", "organisation")
        .order_by("organisation__name", "person__name", "pk")
    )
    lines: dict[int, SheetLine] = {}
    for member in members:
        if member.organisation is not None and member.person_id not in lines:
            lines[member.person_id] = SheetLine(member.person, member.organisation, None)
    return list(lines.values())


def find_line(training: Training, person: Person) -> SheetLine | None:
    return next((line for line in list_sheet(training) if line.person == person), None)


def find_programme(person: Person, organisation: Organisation) -> Programme | None:
    """The programme in which this person supports the organisation; the newest if there are several."""
    live = Membership.live.filter(person=person, role__in=[LEAD, TRAINER]).values("programme")
    reached = Enrolment.live.filter(organisation=organisation, programme__in=live).values("programme")
    return Programme.objects.filter(pk__in=reached).order_by("-starts_on", "-pk").first()
