from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from zana.audits.controls import catalogue
from zana.audits.models import Compensation, Exposure, Precaution
from zana.audits.queries import read_standings
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import log, roles
from zana.people.models import Organisation, Person

LONGEST_EXPOSURE = timedelta(days=366)
_LEAST = 10


def _check_reason(reason: str) -> str:
    if len(reason.strip()) < _LEAST:
        raise Refusal(say("Write the reason in a sentence: a rank without a reason is believed by nobody."))
    return reason.strip()[:500]


@transaction.atomic
def mark_exposed(*, by: Person, organisation: Organisation, reason: str, until: date) -> Exposure:
    """A public campaign, an exposed role, a case in the news. A newer mark takes the older one's place."""
    roles.require(by, "audits.weigh", organisation)
    reason, today = _check_reason(reason), clock.today()
    if not today <= until <= today + LONGEST_EXPOSURE:
        raise Refusal(say("Choose a day from today to a year ahead; it can be marked again then."))
    Exposure.objects.of(organisation).filter(ended_at=None).update(ended_at=clock.now())
    mark = Exposure.objects.of(organisation).create(sealed_reason=reason, until=until, by=by)
    log.record(by, "exposure.marked", organisation=organisation, thing=f"exposure:{mark.ref}")
    return mark


@transaction.atomic
def end_exposure(*, by: Person, organisation: Organisation) -> None:
    roles.require(by, "audits.weigh", organisation)
    if Exposure.objects.of(organisation).filter(ended_at=None).update(ended_at=clock.now()):
        log.record(by, "exposure.ended", organisation=organisation)


@transaction.atomic
def name_compensation(
    *, by: Person, organisation: Organisation, control: str, instead: str, reason: str
) -> Compensation:
    """What stands in must be in place by evidence today, and is asked again each time the rank is read."""
    roles.require(by, "audits.weigh", organisation)
    reason = _check_reason(reason)
    known = catalogue()
    if control not in known or instead not in known or control == instead:
        raise Refusal(say("Choose another check that is in place."))
    if read_standings(organisation)[instead].result != "pass":
        raise Refusal(say("Nothing shows that {control} is in place, so it cannot stand in.", control=instead))
    Compensation.objects.of(organisation).filter(control=control, ended_at=None).update(ended_at=clock.now())
    named = Compensation.objects.of(organisation).create(control=control, instead=instead, sealed_reason=reason, by=by)
    log.record(by, "compensation.named", organisation=organisation, thing=f"control:{control}")
    return named


@transaction.atomic
def end_compensation(*, by: Person, organisation: Organisation, control: str) -> None:
    roles.require(by, "audits.weigh", organisation)
    if Compensation.objects.of(organisation).filter(control=control, ended_at=None).update(ended_at=clock.now()):
        log.record(by, "compensation.ended", organisation=organisation, thing=f"control:{control}")


@transaction.atomic
def note_precaution(*, by: Person, organisation: Organisation, has_shelter: bool, staff_at_risk: bool) -> Precaution:
    """Said before the first question. What the house knows otherwise, a shelter by its kind, is not unsaid by it."""
    roles.require(by, "audits.answer", organisation)
    said, _ = Precaution.objects.of(organisation).update_or_create(
        organisation=organisation,
        defaults={"has_shelter": has_shelter, "staff_at_risk": staff_at_risk, "by": by, "at": clock.now()},
    )
    log.record(by, "precaution.noted", organisation=organisation)
    return said
