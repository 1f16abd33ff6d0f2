"""Units left for the job are closed by what shows it; a person's word counts where nothing else can, and says what."""

from __future__ import annotations

from django.db import transaction

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say
from zana.learning.models import Task
from zana.learning.models.tasks import DONE, OPEN
from zana.learning.queries.proofs import find_proofs, list_open_controls
from zana.people.log import record
from zana.people.models import Organisation, Person
from zana.people.roles import require

_SHORTEST = 10


@transaction.atomic
def settle_tasks(*, by: Person | None, organisation: Organisation) -> int:
    """Close what the check, an exercise or a day has shown by now. `by` is who looked, or None."""
    return sum(_close(task, by, proof) for task, proof in find_proofs(organisation))


@transaction.atomic
def finish_task(*, by: Person, task: Task, seen: str = "") -> Task:
    """The trainer says that it is done. The platform's own proof comes first; else she writes what she saw.

    What the safety check still shows as open cannot be talked away here.
    """
    organisation = task.organisation
    require(by, "plans.compose", organisation)
    task = Task.objects.of(organisation).select_for_update().get(pk=task.pk)
    if task.state != OPEN:
        raise Refusal(say("This is no longer open."))
    proofs = find_proofs(organisation, [task])
    if proofs:
        _close(task, by, proofs[0][1])
        return task
    waiting = list_open_controls(organisation, task.unit)
    if waiting:
        raise Refusal(say("The safety check still shows this as open: {control}. Show it there.", control=waiting[0]))
    seen = " ".join(seen.split())[:200]
    if len(seen) < _SHORTEST:
        raise Refusal(say("Write in a sentence what you saw them do."))
    _close(task, by, say("{person} saw: {seen}", person=by.name, seen=seen))
    return task


def _close(task: Task, by: Person | None, proof: Saying) -> bool:
    """Once: whoever finds it closed meanwhile leaves who closed it, and with what."""
    still_open = Task.objects.of(task.organisation).filter(pk=task.pk, state=OPEN)
    is_ours = still_open.update(state=DONE, ended_by=by, ended_at=clock.now(), kept_proof=proof.as_json()) == 1
    if is_ours:
        record(by, "task.finished", organisation=task.organisation, thing=f"task:{task.ref}")
    task.refresh_from_db()
    return is_ours
