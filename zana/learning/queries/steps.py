"""What comes next for an organisation: findings and units left for the job, in one queue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from zana.audits.queries.circumstances import rank_open_findings
from zana.kernel import clock
from zana.learning.models import Plan, Task
from zana.learning.models.plans import CONFIRMED
from zana.learning.models.tasks import OPEN
from zana.learning.queries.wording import tell, title_of_unit
from zana.people.models import Organisation, Person
from zana.people.roles import may
from zana.ui.words import language


@dataclass(frozen=True, slots=True)
class Step:
    """`kind` is finding, day or unit. `why` and `minutes` may be unknown; a unit is due once the day has its date."""

    kind: str
    title: str
    why: str
    minutes: int
    link: str
    due_on: date | None = None


def next_steps(person: Person, organisation: Organisation, limit: int = 4) -> list[Step]:
    """The first few, hers before others'. Findings only for whom the table lets see them."""
    steps: list[Step] = []
    if may(person, "audits.see", organisation):
        steps += _list_findings(person, organisation)
    if may(person, "plans.see", organisation):
        steps += _list_days(organisation)
    steps += _list_units(organisation)
    return steps[:limit]


def _list_findings(person: Person, organisation: Organisation) -> Iterable[Step]:
    """Her own first, then what is likely, grave and quick, then what is due."""
    ranked = rank_open_findings(organisation)
    ranked.sort(key=lambda one: (one[0].owner_id != person.pk, -one[1], one[0].due_on, one[0].control))
    for finding, _rank in ranked:
        texts = finding.about.words(language())
        link = reverse("audits:finding", kwargs={"org": organisation.ref, "ref": finding.ref})
        yield Step("finding", texts.title, texts.why, finding.about.minutes, link, finding.due_on)


def _list_days(organisation: Organisation) -> Iterable[Step]:
    """The organisation's own day, while it is still to come."""
    plans = Plan.objects.of(organisation).filter(state=CONFIRMED, training__held_on__gte=clock.today())
    for plan in plans.select_related("training__trainer"):
        if plan.training is not None:
            trainer = plan.training.trainer
            why = _("with %(trainer)s") % {"trainer": trainer.name} if trainer else ""
            link = reverse("learning:plan", kwargs={"org": organisation.ref})
            yield Step("day", _("Your own day"), why, plan.training.minutes, link, plan.training.held_on)


def _list_units(organisation: Organisation) -> Iterable[Step]:
    for task in Task.objects.of(organisation).filter(state=OPEN):
        link = reverse("learning:lesson", kwargs={"org": organisation.ref, "unit": task.unit})
        yield Step("unit", title_of_unit(task.unit), tell(task.why), task.minutes, link, task.due_on)
