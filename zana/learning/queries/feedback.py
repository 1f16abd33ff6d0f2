"""Who may answer what, and what of the answers is shown to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value

from zana.kernel import clock
from zana.kernel.words import Saying
from zana.learning.models import (
    Attendance,
    Booking,
    DayFeedback,
    FeedbackSheet,
    FeedbackWave,
    FeedbackWords,
    Safeguard,
    SafeguardingNote,
    Training,
)
from zana.learning.models.trainings import INDIVIDUAL
from zana.learning.queries.sessions import list_sheet
from zana.learning.queries.wording import name_quarter
from zana.learning.rules import feedback as rules
from zana.learning.rules.feedback import FOLLOW_UP_AFTER, JOINT, LATER, POOL, Band, read_bands
from zana.people.models import Enrolment, Membership, Organisation, Person, Programme
from zana.people.roles import LEAD, TRAINER

# --- for her who answers


@dataclass(frozen=True, slots=True)
class Asked:
    """Something she can answer now. `ref` is a wave's, or a training's for an individual day or a follow-up."""

    kind: str  # joint, day, later
    ref: str
    title: str
    until: date | None


def list_asked(person: Person, organisation: Organisation) -> list[Asked]:
    """Each once; what she has given is not asked again. One question to the database: her home page asks too."""
    sheets, trainings = _read_rows(person, organisation)
    return [*_list_waves(sheets), *_list_days(trainings), *_list_follow_ups(trainings, sheets)]


@dataclass(frozen=True, slots=True)
class _Row:
    """A sheet of hers (`kind` of the wave, until `day`) or a training she was at (on that `day`)."""

    source: str
    kind: str
    ref: str
    title: str
    day: date
    is_given: bool
    quarter: str


def _read_rows(person: Person, organisation: Organisation) -> tuple[list[_Row], list[_Row]]:
    told = DayFeedback.objects.of(organisation).filter(person=person, training=OuterRef("training"))
    sheets = FeedbackSheet.objects.of(organisation).filter(person=person, wave__kind__in=[JOINT, LATER])
    asked = sheets.filter(Q(is_given=True) | Q(wave__released_on=None)).annotate(source=Value("sheet"))
    there = _attended(person, organisation).annotate(source=Value("there"), told=Exists(told), quarter=Value(""))
    wave = [f"wave__{name}" for name in ("kind", "ref", "training__title", "closes_on")]
    training = [f"training__{name}" for name in ("kind", "ref", "title", "held_on")]
    both = (
        asked.order_by()
        .values_list("source", *wave, "is_given", "wave__quarter")
        .union(there.order_by().values_list("source", *training, "told", "quarter"), all=True)
    )
    rows = sorted((_Row(*row) for row in both), key=lambda row: (row.day, row.ref))
    return [row for row in rows if row.source == "sheet"], [row for row in rows if row.source == "there"]


def _list_waves(sheets: list[_Row]) -> list[Asked]:
    still = [row for row in sheets if row.kind == JOINT and not row.is_given and row.day >= clock.today()]
    return [Asked(JOINT, row.ref, row.title, row.day) for row in still]


def _list_days(trainings: list[_Row]) -> list[Asked]:
    """Own days of the last twelve weeks at which she was."""
    own = [row for row in trainings if row.kind == INDIVIDUAL and not row.is_given]
    return [Asked("day", row.ref, row.title, None) for row in own if row.day >= clock.today() - FOLLOW_UP_AFTER]


def _list_follow_ups(trainings: list[_Row], sheets: list[_Row]) -> list[Asked]:
    """One a quarter, whatever number of trainings it looks back on."""
    done = {row.quarter for row in sheets if row.kind == LATER and row.is_given}
    found: dict[str, Asked] = {}
    for row in trainings:
        quarter = rules.follow_up_quarter(row.day, clock.today())
        if quarter is not None and quarter not in done:
            until = rules.last_day_of(quarter) + rules.LATER_OPEN_FOR
            found.setdefault(quarter, Asked(LATER, row.ref, row.title, until))
    return list(found.values())


def _attended(person: Person, organisation: Organisation) -> QuerySet[Attendance]:
    rows = Attendance.objects.of(organisation).filter(person=person, minutes__gt=0)
    return rows.select_related("training__trainer", "training__programme").order_by("training__held_on", "pk")


def find_attended(person: Person, organisation: Organisation, ref: str, kind: str = "") -> Training | None:
    rows = _attended(person, organisation).filter(training__ref=ref)
    found = (rows.filter(training__kind=kind) if kind else rows).first()
    return found.training if found else None


def find_joint_wave(person: Person, organisation: Organisation, ref: str) -> FeedbackWave | None:
    """One she was asked about, or at whose training she was after all."""
    wave = FeedbackWave.objects.filter(ref=ref, kind=JOINT).select_related("training", "programme").first()
    if wave is None or wave.training is None:
        return None
    is_asked = FeedbackSheet.objects.of(organisation).filter(wave=wave, person=person).exists()
    return wave if is_asked or find_attended(person, organisation, wave.training.ref) else None


def has_given(person: Person, organisation: Organisation, wave: FeedbackWave) -> bool:
    return FeedbackSheet.objects.of(organisation).filter(wave=wave, person=person, is_given=True).exists()


def has_told_day(person: Person, organisation: Organisation, training: Training) -> bool:
    return DayFeedback.objects.of(organisation).filter(training=training, person=person).exists()


def has_looked_back(person: Person, organisation: Organisation, training: Training) -> bool:
    """In the quarter in which she is asked about this training, whatever training she was thinking of then."""
    wave = {"kind": LATER, "programme": training.programme, "quarter": rules.quarter_asked(training.held_on)}
    waves = FeedbackWave.objects.filter(**wave)
    return FeedbackSheet.objects.of(organisation).filter(wave__in=waves, person=person, is_given=True).exists()


def list_people_asked(training: Training) -> list[tuple[Person, Organisation]]:
    """Who was there; while nobody has noted that, who may have come."""
    rows = Attendance.objects.across_organisations().filter(training=training)
    there = [(one.person, one.organisation) for one in rows.select_related("person", "organisation") if one.minutes]
    return there or [(line.person, line.organisation) for line in list_sheet(training)]


def find_safeguard(programme: Programme, training: Training | None = None) -> Person | None:
    """The person named; without one, a lead who did not hold that training. Never its trainer."""
    return _choose_safeguard(_list_safeguards(programme), training)


def _list_safeguards(programme: Programme) -> list[Person]:
    """Who may hear it, the one named first."""
    named = Safeguard.objects.filter(programme=programme).select_related("person").first()
    trainers = set(Membership.live.filter(programme=programme, role=TRAINER).values_list("person", flat=True))
    leads = Membership.live.filter(programme=programme, role=LEAD).select_related("person").order_by("pk")
    people = ([named.person] if named else []) + [one.person for one in leads]
    return [one for one in people if one.is_active and one.pk not in trainers]


def _choose_safeguard(people: list[Person], training: Training | None) -> Person | None:
    held_by = training.trainer_id if training else None
    return next((one for one in people if one.pk != held_by), None)


# --- for lead and trainer


@dataclass(frozen=True, slots=True)
class WaveLine:
    """How many have answered is shown of a joint training as a whole; who, never."""

    wave: FeedbackWave
    title: str
    asked: int
    given: int
    may_release: bool


def list_waves(programme: Programme, person: Person, *, is_lead: bool) -> list[WaveLine]:
    """A trainer sees pools of her own days only."""
    rows = FeedbackWave.objects.filter(programme=programme).select_related("training", "trainer")
    rows = rows if is_lead else rows.filter(Q(trainer=None) | Q(trainer=person))
    rows = rows.annotate(asked=Count("sheets"), given=Count("sheets", filter=Q(sheets__is_given=True)))
    return [_wave_line(wave) for wave in rows]


def _wave_line(wave: Any) -> WaveLine:
    asked = wave.asked if wave.kind == JOINT else 0  # a pool or a follow-up is over with its quarter, not before
    over = wave.released_on is None and rules.may_release(wave.closes_on, clock.today(), asked, wave.given)
    return WaveLine(
        wave, wave.training.title if wave.training else name_quarter(wave.quarter), wave.asked, wave.given, over
    )


def list_unopened(programme: Programme) -> list[Training]:
    """Joint trainings that were held and about which nobody has been asked."""
    opened = FeedbackWave.objects.filter(programme=programme, kind=JOINT).values("training")
    rows = Training.objects.filter(programme=programme, kind=JOINT, held_on__lte=clock.today(), cancelled_at=None)
    rows = rows.exclude(pk__in=opened).order_by("-held_on", "-pk").prefetch_related("blocks")
    return [training for training in rows if not is_going_on(training)]


def is_going_on(training: Training) -> bool:
    """A half day of it comes on a later day: whoever comes only then would not be asked."""
    return any(clock.day_of(block.starts_at) > clock.today() for block in training.blocks.all())


def list_days_told(programme: Programme, person: Person, *, is_lead: bool) -> list[Training]:
    """Individual days of which somebody has said something; a trainer sees her own."""
    told = DayFeedback.objects.across_organisations().values("training")
    rows = Training.objects.filter(programme=programme, pk__in=told).select_related("trainer")
    beside = Booking.objects.across_organisations().filter(programme=programme, second=person).values("organisation")
    own = Q(trainer=person) | Q(kind=INDIVIDUAL, plan__organisation__in=beside)
    return list((rows if is_lead else rows.filter(own)).order_by("-held_on", "-pk"))


def find_wave(programme: Programme, person: Person, ref: str, *, is_lead: bool) -> FeedbackWave | None:
    rows = FeedbackWave.objects.filter(programme=programme, ref=ref).select_related("training", "trainer")
    return (rows if is_lead else rows.filter(Q(trainer=None) | Q(trainer=person))).first()


@dataclass(frozen=True, slots=True)
class ItemResult:
    words: Saying
    bands: list[Band]


@dataclass(frozen=True, slots=True)
class Results:
    """A released wave as it was summed up then."""

    answers: int
    items: list[ItemResult] = field(default_factory=list)
    used: list[tuple[Saying, int | None]] = field(default_factory=list)
    hindered: list[tuple[Saying, int | None]] = field(default_factory=list)


def read_results(wave: FeedbackWave) -> Results | None:
    if wave.results is None:
        return None
    items: Mapping[str, Any] = wave.results.get("items", {})
    names = rules.POOL_ITEMS if wave.kind == POOL else rules.ITEMS
    later: Mapping[str, Any] = wave.results.get("later", {"used": {}, "hindered": {}})
    return Results(
        wave.results["answers"],
        [ItemResult(words, read_bands(items[name])) for name, words in names.items() if name in items],
        [(words, later["used"][name]) for name, words in rules.USED.items() if name in later["used"]],
        [(words, later["hindered"][name]) for name, words in rules.HINDRANCES.items() if name in later["hindered"]],
    )


def find_day_told(programme: Programme, person: Person, ref: str, *, is_lead: bool) -> Training | None:
    return next((one for one in list_days_told(programme, person, is_lead=is_lead) if one.ref == ref), None)


def list_day_answers(training: Training) -> list[DayFeedback]:
    rows = DayFeedback.objects.across_organisations().filter(training=training)
    return list(rows.select_related("person", "organisation"))


def read_usefulness(programme: Programme) -> tuple[int, int] | None:
    """Of all released joint trainings: who called it useful for her daily work (4 or 5), of those who could say."""
    rows = FeedbackWave.objects.filter(programme=programme, kind=JOINT).exclude(results=None)
    counted = [rules.count_agreeing(read_bands(wave.results["items"]["matters"])) for wave in rows if wave.results]
    known = [one for one in counted if one is not None]
    return (sum(part for part, _ in known), sum(whole for _, whole in known)) if known else None


def read_follow_ups(programme: Programme) -> tuple[dict[str, int | None], int]:
    """Of all follow-ups that were shown: how many use it and what hindered how many; and how many answered.

    None where one of the waves keeps a number back: a sum without it would tell of the few.
    """
    rows = FeedbackWave.objects.filter(programme=programme, kind=LATER).exclude(results=None)
    waves = [wave.results for wave in rows if wave.results]
    named = [{"used": one["later"]["used"]["yes"], **one["later"]["hindered"]} for one in waves]
    sums = {
        name: None if any(one.get(name) is None for one in named) else sum(one[name] for one in named)
        for name in ("used", *rules.HINDRANCES)
    }
    return sums, sum(one["answers"] for one in waves)


def list_words(wave: FeedbackWave) -> list[FeedbackWords]:
    """In drawn order, each for itself."""
    return list(FeedbackWords.objects.filter(wave=wave, struck=False))


def list_care(person: Person) -> list[SafeguardingNote] | None:
    """What was told to her in confidence; None where nobody would tell her anything."""
    rows = SafeguardingNote.objects.select_related("training", "programme", "person").order_by("read_on", "-week", "pk")
    named = Safeguard.objects.filter(person=person).values("programme")
    leading = Membership.live.filter(person=person, role=LEAD).values("programme")
    reach = list(Programme.objects.filter(Q(pk__in=named) | Q(pk__in=leading)))
    if not reach:
        return None
    people = {programme.pk: _list_safeguards(programme) for programme in reach}
    notes = rows.filter(programme__in=people)
    return [note for note in notes if _choose_safeguard(people[note.programme_id], note.training) == person]


def list_people_who_may_be_named(programme: Programme) -> QuerySet[Person]:
    """Who can hear it: no trainer of the programme, nobody of its organisations."""
    trainers = Membership.live.filter(programme=programme, role=TRAINER).values("person")
    places = Enrolment.live.filter(programme=programme).values("organisation")
    inside = Membership.live.filter(organisation__in=places).values("person")
    rows = Person.objects.filter(is_active=True, memberships__in=Membership.live.filter(programme=programme))
    return rows.exclude(pk__in=trainers).exclude(pk__in=inside).distinct().order_by("name")
