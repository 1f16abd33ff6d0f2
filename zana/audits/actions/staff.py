from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from zana.audits.actions.registers import FieldRefused, drop_rights, refuse_places
from zana.audits.models import Leaving, LeavingStep, Worker
from zana.audits.rules.secrets import find_secret
from zana.audits.rules.shapes import LEAVER_STEPS
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import log, notices, roles
from zana.people.models import Membership, Organisation, Person

# What is taken off the lists with a tick: the tick says that it is gone out there.
_TAKES = {"roles": ("rights",), "tools": ("tools",), "forms": ("forms",), "codes": ("recovery",)}


@transaction.atomic
def add_worker(
    *,
    by: Person,
    organisation: Organisation,
    name: str,
    role: str = "",
    since: date | None = None,
    person: Person | None = None,
) -> Worker:
    roles.require(by, "registers.edit", organisation)
    _check(organisation, name, role, person)
    worker = Worker.objects.of(organisation).create(
        name=name.strip(), role=role.strip(), since=since, person=person, added_by=by
    )
    log.record(by, "worker.added", organisation=organisation, thing=f"worker:{worker.ref}")
    return worker


@transaction.atomic
def change_worker(
    *, by: Person, worker: Worker, name: str, role: str = "", since: date | None = None, person: Person | None = None
) -> Worker:
    roles.require(by, "registers.edit", worker.organisation)
    _check(worker.organisation, name, role, person)
    worker.name, worker.role, worker.since, worker.person = name.strip(), role.strip(), since, person
    worker.save(update_fields=["name", "role", "since", "person"])
    log.record(by, "worker.changed", organisation=worker.organisation, thing=f"worker:{worker.ref}")
    return worker


def _check(organisation: Organisation, name: str, role: str, person: Person | None) -> None:
    for key, text in (("name", name), ("role", role)):
        if no := find_secret(text):
            raise FieldRefused(key, no)
    refuse_places(organisation, {"name": name, "role": role})
    if not name.strip():
        raise FieldRefused("name", say("Please fill this in."))
    if person and not Membership.objects.filter(person=person, organisation=organisation).exists():
        raise FieldRefused("person", say("{name} does not work in this organisation.", name=person.name))


@transaction.atomic
def pull_workers(*, by: Person, organisation: Organisation) -> int:
    """Put everybody who signs in here for the organisation on the staff list."""
    roles.require(by, "registers.edit", organisation)
    listed = set(Worker.objects.of(organisation).exclude(person=None).values_list("person_id", flat=True))
    members = Membership.live.filter(organisation=organisation).exclude(person__in=listed).select_related("person")
    found = {member.person_id: member.person for member in members.order_by("person__name", "pk")}
    for person in found.values():
        add_worker(by=by, organisation=organisation, name=person.name, person=person)
    return len(found)


@transaction.atomic
def start_leaving(*, by: Person, worker: Worker, left_on: date) -> Leaving:
    """Somebody leaves: the list begins, and those who answer for the accounts are told. 24 hours run from then."""
    organisation = worker.organisation
    roles.require(by, "registers.edit", organisation)
    if Leaving.objects.of(organisation).filter(worker=worker).exists():
        raise Refusal(say("Her list has begun already."))
    if left_on > clock.today(ZoneInfo(organisation.zone)):
        raise Refusal(say("Begin the list on the day she leaves."))
    end_of_day = datetime.combine(left_on + timedelta(days=1), time(), ZoneInfo(organisation.zone))
    worker.until = left_on
    worker.save(update_fields=["until"])
    leaving = Leaving.objects.of(organisation).create(
        worker=worker, left_at=min(clock.now(), end_of_day), started_by=by
    )
    steps = [step for step in LEAVER_STEPS if step != "zana" or worker.person_id]
    LeavingStep.objects.bulk_create(LeavingStep(organisation=organisation, leaving=leaving, step=s) for s in steps)
    log.record(by, "leaving.started", organisation=organisation, thing=f"leaving:{leaving.ref}")
    _tell(by, organisation, leaving)
    return leaving


def _tell(by: Person, organisation: Organisation, leaving: Leaving) -> None:
    core = Membership.live.filter(organisation=organisation, role__in=(roles.DIRECTOR, roles.COMMUNICATOR))
    people = [member.person for member in core.select_related("person") if member.person_id != by.pk]
    notices.tell(
        people,
        say("Somebody is leaving. Her rights should be gone within 24 hours."),
        organisation=organisation,
        link=f"/o/{organisation.ref}/leaving/{leaving.ref}/",
    )


@transaction.atomic
def tick_step(*, by: Person, leaving: Leaving, step: str, had_none: bool = False) -> Leaving:
    """Done, with who and when; what was ticked is taken off the registers. With the last step the clock stops."""
    roles.require(by, "registers.edit", leaving.organisation)
    leaving = Leaving.objects.of(leaving.organisation).select_for_update().get(pk=leaving.pk)
    row = leaving.steps.filter(step=step).first()
    if row is None:
        raise Refusal(say("There is no such step on her list."))
    if row.done_at is not None:
        return leaving
    if (
        step == "zana"
        and Membership.live.filter(person=leaving.worker.person, organisation=leaving.organisation).exists()
    ):
        raise Refusal(say("Her role here is still live. End it on the page People first."))
    row.done_by, row.done_at, row.had_none = by, clock.now(), had_none
    row.save(update_fields=["done_by", "done_at", "had_none"])
    drop_rights(by=by, organisation=leaving.organisation, worker=leaving.worker.ref, registers=_TAKES.get(step, ()))
    if not leaving.steps.filter(done_at=None).exists():
        leaving.done_at = clock.now()
        leaving.save(update_fields=["done_at"])
    log.record(by, "leaving.ticked", organisation=leaving.organisation, thing=f"leaving:{leaving.ref}", step=step)
    return leaving
