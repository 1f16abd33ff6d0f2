"""What comes next for an organisation: findings and units left for the job, in one queue."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, islice
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zana.audits.queries.circumstances import rank_open_findings
from zana.kernel import clock
from zana.learning.drills import drills
from zana.learning.models import Invitee, Plan, Review, Task
from zana.learning.models.joint import OPEN as OPEN_ANSWER
from zana.learning.models.plans import CONFIRMED
from zana.learning.models.tasks import OPEN
from zana.learning.queries.drills import open_runs
from zana.learning.queries.feedback import list_asked
from zana.learning.queries.wording import tell, title_of_unit
from zana.learning.rules.coaching import REVIEW_AHEAD, REVIEW_FADES
from zana.people.models import Organisation, Person
from zana.people.roles import may
from zana.ui.words import language

ONE_DAY = timedelta(days=1)
REVIEW_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Step:
    """`kind` is drill, finding, day or unit. `why` and `minutes` may be unknown; a unit is due after its day."""

    kind: str
    title: str
    why: str
    minutes: int
    link: str
    due_on: date | None = None

    @property
    def is_missed(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()


def next_steps(person: Person, organisation: Organisation, waiting: Sequence[Step] = (), limit: int = 4) -> list[Step]:
    """The first few, hers before others'. Findings only for whom the table lets see them.

    A drill of today comes before all: its trainer sits there with her watch. Then `waiting`: who waits for her.
    """
    steps = _list_all(person, organisation)
    drills_asked = list(_list_drills(person, organisation))
    now = [step for step in drills_asked if step.due_on is None or step.due_on <= clock.today()]
    later = [step for step in drills_asked if step not in now]
    return list(islice(chain(now, waiting, islice(steps, 1), later, steps), limit))


def _list_all(person: Person, organisation: Organisation) -> Iterator[Step]:
    """One after the other as they are wanted: nobody asks the database for what stands below the limit.

    A day of today or tomorrow stands before the findings: it is about them.
    """
    yield from _list_invitations(person, organisation)
    days = list(_list_days(organisation)) if may(person, "plans.see", organisation) else []
    at_hand = [step for step in days if step.due_on in (clock.today(), clock.today() + ONE_DAY)]
    yield from at_hand
    if may(person, "audits.see", organisation):
        yield from _list_findings(person, organisation)
    yield from (step for step in days if step not in at_hand)
    if may(person, "feedback.give", organisation):
        yield from _list_feedback(person, organisation)
    yield from _list_units(organisation)


def _list_drills(person: Person, organisation: Organisation) -> Iterator[Step]:
    """Hers only. On its day it stands first, for somebody waits; before, it is second. A no is not asked again."""
    if not may(person, "drills.do", organisation):
        return
    for run in open_runs(person, organisation):
        drill = drills()[run.sitting.drill]
        why = _("with %(trainer)s; you decide whether you take part") % {"trainer": run.sitting.trainer.name}
        link = reverse("learning:drill", kwargs={"org": organisation.ref, "ref": run.ref})
        title = _("Drill: %(title)s") % {"title": drill.title[language()]}
        yield Step("drill", title, why, drill.minutes, link, run.sitting.planned_on)


def _list_invitations(person: Person, organisation: Organisation) -> Iterator[Step]:
    """A yes or no that somebody waits for; it takes a minute, so it comes first."""
    if not may(person, "trainings.join", organisation):
        return
    rows = Invitee.objects.of(organisation).filter(person=person, answer=OPEN_ANSWER)
    rows = rows.filter(training__held_on__gte=clock.today(), training__cancelled_at=None).select_related("training")
    for one in rows.order_by("training__held_on", "pk"):
        link = reverse("learning:training", kwargs={"org": organisation.ref, "ref": one.training.ref})
        why = _("The organiser waits for your yes or no, and for what you need to take part.")
        yield Step(
            "day", _("Do you come? %(title)s") % {"title": one.training.title}, why, 1, link, one.training.held_on
        )


def _list_findings(person: Person, organisation: Organisation) -> Iterable[Step]:
    """Her own first, then what is likely, grave and quick, then what is due."""
    ranked = rank_open_findings(organisation)
    ranked.sort(key=lambda one: (one[0].owner_id != person.pk, -one[1], one[0].due_on, one[0].control))
    for finding, _rank in ranked:
        texts = finding.about.words(language())
        link = reverse("audits:finding", kwargs={"org": organisation.ref, "ref": finding.ref})
        yield Step("finding", texts.title, texts.why, finding.about.minutes, link, finding.due_on)


def _list_days(organisation: Organisation) -> Iterable[Step]:
    """The organisation's own day, while it is still to come; and the days on which they look back on it."""
    today = clock.today()
    plans = list(_read_days(organisation, today))
    for plan in plans:
        for training, title in ((plan.training, _("Your own day")), (plan.second_half, _("Your second half-day"))):
            if training is not None and training.held_on >= today and plan.is_confirmed:
                why = _("with %(trainer)s") % {"trainer": training.trainer.name} if training.trainer else ""
                page = "learning:run_day" if training.held_on == today else "learning:plan"
                link = reverse(page, kwargs={"org": organisation.ref})
                yield Step("day", title, why, training.minutes, link, training.held_on)
    for plan in plans:
        if plan.look_on is not None:
            why = ngettext(
                "%(weeks)s week after your day: what has stayed, and what helps next.",
                "%(weeks)s weeks after your day: what has stayed, and what helps next.",
                plan.weeks,
            ) % {"weeks": plan.weeks}
            link = reverse("learning:coaching", kwargs={"org": organisation.ref})
            yield Step("day", _("Look back with your trainer"), why, REVIEW_MINUTES, link, plan.look_on)


def _read_days(organisation: Organisation, today: date) -> QuerySet[Any]:
    """One question to the database: her home page asks it. A held day stays with the plan it was held by."""
    near = Review.objects.of(organisation).filter(
        training=OuterRef("training"), contact=None, due_on__range=(today - REVIEW_FADES, today + REVIEW_AHEAD)
    )
    newest = near.order_by("-due_on")
    rows = Plan.objects.of(organisation).filter(Q(state=CONFIRMED) | Q(training__isnull=False))
    rows = rows.select_related("training__trainer", "second_half__trainer")
    return rows.annotate(look_on=Subquery(newest.values("due_on")[:1]), weeks=Subquery(newest.values("weeks")[:1]))


def _list_feedback(person: Person, organisation: Organisation) -> Iterable[Step]:
    """What she can say about a training she was at."""
    pages = {"joint": "learning:give_feedback", "day": "learning:give_day_feedback", "later": "learning:give_follow_up"}
    for asked in list_asked(person, organisation):
        title = _("Twelve weeks later: what did you use?") if asked.kind == "later" else _("How was the training?")
        why = _("%(title)s: what you say changes the next ones.") % {"title": asked.title}
        link = reverse(pages[asked.kind], kwargs={"org": organisation.ref, "ref": asked.ref})
        yield Step("feedback", title, why, 3, link, asked.until)


def _list_units(organisation: Organisation) -> Iterable[Step]:
    for task in Task.objects.of(organisation).filter(state=OPEN):
        link = reverse("learning:lesson", kwargs={"org": organisation.ref, "unit": task.unit})
        # A place in a queue is a reason for the plan; to her it says nothing.
        why = _("On your own day there was no time for it.") if _is_queued(task) else tell(task.why)
        yield Step("unit", title_of_unit(task.unit), why, task.minutes, link, task.due_on)


def _is_queued(task: Task) -> bool:
    return any(name == "place" for name, _value in task.why.params)
