"""Drills as pages show them: hers, or, for the trainer, those of an organisation's people; for others a share."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from zana.kernel import clock
from zana.learning.drills import Act, Drill, Inject, Wrong, act_words, drills, heard_words
from zana.learning.models import DrillRun, DrillStep, Sitting
from zana.learning.models.drills import OPEN, OVER
from zana.learning.rules.drill_signs import minutes_between
from zana.learning.rules.drills import (
    WORTH,
    band_of,
    is_earned,
    minutes_late,
    need_of_person,
    pretest_points,
    score_drill,
)
from zana.people.models import Organisation, Person
from zana.people.release import MINIMUM_PEOPLE, Cell, Hidden, Rule, Share, release_share
from zana.ui.words import language

INSIDE = Rule(
    people=MINIMUM_PEOPLE, organisations=1
)  # told inside one organisation: its people are still not told apart


def minute_of(run: DrillRun, moment: datetime) -> float:
    """What the drill's own clock shows; it stops when its minutes are over."""
    if run.began_at is None:
        return 0.0
    shown = minutes_between(run.began_at, min(moment, run.ended_at or moment), run.rests)
    return min(shown, float(drills()[run.sitting.drill].minutes))


def inject_minutes(run: DrillRun, drill: Drill) -> dict[str, float]:
    """When each inject comes or came: by its plan, unless something brought it earlier."""
    return {one.id: float(run.came.get(one.id, one.t)) for one in drill.injects}


def minutes_done(run: DrillRun) -> dict[str, float]:
    return {step.act: step.minute for step in run.steps.all() if not step.withdrawn}


def say_act(act: str) -> str:
    return act_words()[act][language()]


@dataclass(frozen=True, slots=True)
class Came:
    """Something that reached her, in her words. `is_there`: it stands in the practice network."""

    inject: Inject
    minute: int
    sender: str
    words: str
    attachment: str

    @property
    def is_there(self) -> bool:
        return self.inject.is_played


@dataclass(frozen=True, slots=True)
class Step:
    step: DrillStep
    words: str
    is_red: bool
    is_wrong: bool

    @property
    def minute(self) -> int:
        return int(self.step.minute)


@dataclass(frozen=True, slots=True)
class Listen:
    """Something that is spoken: what the trainer must have heard to mark it."""

    act: str
    words: str
    is_wrong: bool
    is_red: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A run as its page shows it. `choices` are what she can say she did: right and wrong, in an order of her own."""

    run: DrillRun
    drill: Drill
    title: str
    scene: str
    warning: str
    minute: int
    came: list[Came]
    to_come: list[Came]
    steps: list[Step]
    choices: list[tuple[str, str]]
    listens: list[Listen]


def describe(run: DrillRun) -> Sheet:
    drill, spoken = drills()[run.sitting.drill], language()
    minute = minute_of(run, clock.now())
    minutes = inject_minutes(run, drill)
    lines = [_describe_inject(one, minutes[one.id], spoken) for one in drill.injects]
    came = [line for line in lines if run.began_at and minutes[line.inject.id] <= minute]
    steps = list_steps(run, drill)
    done, reds = {one.step.act for one in steps}, {one.id for one in drill.wrongs if one.red}
    counted = minutes_done(run).keys()
    return Sheet(
        run=run, drill=drill, title=drill.title[spoken], scene=drill.scene[spoken],
        warning=drill.warning.get(spoken, ""), minute=int(minute),
        came=sorted(came, key=lambda one: minutes[one.inject.id], reverse=True),
        to_come=[line for line in lines if line not in came], steps=steps,
        choices=[(one.id, say_act(one.id)) for one in _shuffled(run, drill) if one.is_on_sheet and one.id not in done],
        listens=[
            Listen(one.id, heard_words()[one.id][spoken], isinstance(one, Wrong), one.id in reds)
            for one in drill.moves if one.spoken and one.id not in counted
        ],
    )  # fmt: skip


def list_steps(run: DrillRun, drill: Drill) -> list[Step]:
    wrongs = {one.id: one.red for one in drill.wrongs}
    return [
        Step(one, say_act(one.act), wrongs.get(one.act, False), one.act in wrongs)
        for one in sorted(run.steps.all(), key=lambda one: (one.minute, one.pk))
    ]


def list_acts(drill: Drill) -> list[tuple[str, str, bool]]:
    """Everything the trainer may have seen: (id, words, is a red line)."""
    reds = {one.id for one in drill.wrongs if one.red}
    return [(name, say_act(name), name in reds) for name in (*drill.act_ids, *drill.wrong_ids)]


def _describe_inject(one: Inject, minute: float, spoken: str) -> Came:
    return Came(one, int(minute), one.sender_in(spoken), one.texts[spoken], one.attachment.get(spoken, ""))


def _shuffled(run: DrillRun, drill: Drill) -> list[Act | Wrong]:
    """Always the same for her, and never the order of the file, which would tell the answers."""
    mixed = list(drill.moves)
    random.Random(run.ref).shuffle(mixed)  # noqa: S311 - an order, not a secret
    return mixed


# --- lists


@dataclass(frozen=True, slots=True)
class DrillLine:
    """A drill on the list: what is hers, and which share of the organisation's people passed, if that may be told."""

    drill: Drill
    title: str
    run: DrillRun | None
    share: Share | None


def list_drills(person: Person, organisation: Organisation) -> list[DrillLine]:
    runs = list(DrillRun.objects.of(organisation).select_related("sitting").order_by("pk"))
    spoken = language()
    return [
        DrillLine(
            drill, drill.title[spoken],
            next((run for run in reversed(runs) if run.person_id == person.pk and run.sitting.drill == code), None),
            _share_passed([run for run in runs if run.sitting.drill == code], organisation),
        )
        for code, drill in drills().items()
    ]  # fmt: skip


def newest_results(runs: Iterable[DrillRun]) -> dict[int, DrillRun]:
    """Person -> the newest of her runs that has a result. `runs` from old to new."""
    return {run.person_id: run for run in runs if run.state in OVER and run.passed is not None}


def _share_passed(runs: list[DrillRun], organisation: Organisation) -> Share | None:
    results = list(newest_results(runs).values())
    passed = sum(bool(run.passed) for run in results)
    here = frozenset({organisation.ref})
    told = release_share(Cell(passed, here), Cell(len(results) - passed, here), INSIDE)
    return None if isinstance(told, Hidden) else told


def list_sittings(organisation: Organisation) -> list[tuple[Sitting, str, list[DrillRun]]]:
    """For the trainer, the newest first: with its title and everybody's run."""
    sittings = list(Sitting.objects.of(organisation).prefetch_related("runs__person"))
    return [(one, drills()[one.drill].title[language()], list(one.runs.all())) for one in sittings]


def find_sitting(organisation: Organisation, ref: str) -> Sitting | None:
    return Sitting.objects.of(organisation).select_related("trainer", "organisation").filter(ref=ref).first()


def runs_of(sitting: Sitting) -> list[DrillRun]:
    runs = sitting.runs.select_related("person", "sitting", "organisation").prefetch_related("steps__by")
    return list(runs.order_by("person__name", "pk"))


def find_run(organisation: Organisation, ref: str, person: Person | None = None) -> DrillRun | None:
    """`person`: only if it is hers."""
    runs = DrillRun.objects.of(organisation).filter(ref=ref)
    runs = runs.filter(person=person) if person is not None else runs
    joined = runs.select_related("person", "sitting__trainer", "organisation").prefetch_related("steps__by")
    return joined.first()


def open_runs(person: Person, organisation: Organisation) -> list[DrillRun]:
    """What waits for her: planned, agreed to or running, or ended and not yet told how she is.

    Who was stopped before anything came has nothing to tell.
    """
    runs = DrillRun.objects.of(organisation).filter(person=person).select_related("sitting__trainer")
    waiting = [run for run in runs if run.state in OPEN or (run.state in OVER and run.began_at and not run.feeling)]
    return sorted(waiting, key=lambda run: (run.sitting.planned_on, run.pk))


# --- the debrief


@dataclass(frozen=True, slots=True)
class Dimension:
    name: str
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class Debrief:
    """What counted, line by line, so that nobody has to believe a number."""

    sheet: Sheet
    points: int
    red: str
    dimensions: list[Dimension]
    late: dict[str, int]
    missed: list[str]
    earned: list[tuple[int, str]]
    questions: tuple[str, ...]
    band: str  # what she needs next in this topic; "" without a result


def debrief(run: DrillRun) -> Debrief:
    sheet, spoken = describe(run), language()
    drill, done, came = sheet.drill, minutes_done(run), inject_minutes(run, sheet.drill)
    score = score_drill(drill, done, came)
    return Debrief(
        sheet=sheet, points=score.points, red=say_act(score.red) if score.red else "",
        dimensions=[Dimension(name, round(score.dimensions[name]), most) for name, most in WORTH.items()],
        late={act.id: late for act in drill.acts if (late := minutes_late(drill, act, done, came))},
        missed=[say_act(act.id) for act in drill.acts if act.id not in done],
        earned=[
            (bonus.points, bonus.title[spoken]) for bonus in drill.bonuses if is_earned(drill, bonus, done, came)
        ],
        questions=drill.debrief[spoken],
        band=_next_band(run),
    )  # fmt: skip


def _next_band(run: DrillRun) -> str:
    """From her drill alone; what her organisation lacks and what she dares may be added where they are known."""
    if run.points is None:
        return ""
    need = need_of_person(None, Fraction(pretest_points(run.points, passed=bool(run.passed)), 100), None)
    return band_of(need) if need is not None else ""
