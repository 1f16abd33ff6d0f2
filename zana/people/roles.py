"""Who may do what. This table is the whole truth: a permission that is not in it is nobody's.

Programme-side roles reach an organisation only while it is enrolled in their programme.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from zana.kernel.errors import Forbidden
from zana.people.models import Enrolment, Membership, Organisation, Person, Programme

LEAD, TRAINER, DONOR = "lead", "trainer", "donor"
DIRECTOR, COMMUNICATOR, VOLUNTEER = "director", "communicator", "volunteer"
PROGRAMME_ROLES = frozenset({LEAD, TRAINER, DONOR})
ORGANISATION_ROLES = frozenset({DIRECTOR, COMMUNICATOR, VOLUNTEER})

_SUPPORT = frozenset({LEAD, TRAINER})
_CORE = frozenset({DIRECTOR, COMMUNICATOR})
_INSIDE = frozenset({DIRECTOR, COMMUNICATOR, VOLUNTEER})

PERMISSIONS: dict[str, frozenset[str]] = {
    # the organisation and its people
    "organisation.see": _SUPPORT | _INSIDE,
    "organisation.edit": frozenset({DIRECTOR}),
    "people.see": _SUPPORT | _CORE,
    "people.invite": frozenset({LEAD, DIRECTOR}),
    "people.end": frozenset({LEAD, DIRECTOR}),
    "log.see": frozenset({DIRECTOR}),
    # confidential places: not even the support organisation
    "places.see": _CORE,
    "places.edit": _CORE,
    # looking at the organisation
    "audits.see": _SUPPORT | _CORE,
    "audits.answer": frozenset({TRAINER}) | _CORE,
    "audits.accept": frozenset({DIRECTOR}),
    # registers: volunteers see who decides and which number helps; where codes lie, only who answers for them
    "registers.duties": frozenset({TRAINER}) | _INSIDE,
    "registers.see": frozenset({TRAINER}) | _CORE,
    "registers.edit": frozenset({TRAINER}) | _CORE,
    "registers.recovery": _CORE,
    "audits.weigh": frozenset({TRAINER}),  # who is exposed, what stands in for what
    # something is wrong: anybody inside opens it and acts; what was kept as proof is not for everybody
    "incidents.help": frozenset({TRAINER}) | _INSIDE,
    "incidents.see": frozenset({TRAINER}) | _CORE,
    "incidents.export": frozenset({DIRECTOR}),
    "plans.see": _SUPPORT | _CORE,
    "plans.compose": frozenset({TRAINER}),
    "plans.wish": frozenset({TRAINER}) | _CORE,  # what the organisation wants in its day
    "lessons.see": _SUPPORT | _INSIDE,
    "lessons.lead": frozenset({TRAINER}),
    # what somebody knows and dares: for her and her trainer, not for her director
    "quiz.take": _INSIDE,
    "quiz.see": frozenset({TRAINER}),
    "exercises.do": frozenset({TRAINER}) | _INSIDE,
    # a drill: hers and her trainer's; others see only which share passed
    "drills.see": _SUPPORT | _INSIDE,
    "drills.do": _INSIDE,
    "drills.lead": frozenset({TRAINER}),
    "coaching.see": _SUPPORT | _CORE,
    "coaching.edit": frozenset({TRAINER}),
    # a question and its answers: for her who asked and for the trainer
    "help.ask": _INSIDE,
    "help.read": _SUPPORT | _INSIDE,
    "help.answer": _SUPPORT,
    "help.step_in": frozenset({TRAINER}),
    # what people say about a training
    "feedback.give": _INSIDE,
    "feedback.see": _SUPPORT,
    "feedback.release": frozenset({LEAD}),
    "knowledge.see": _SUPPORT,  # what people know and dare, of five from three organisations on
    "trainings.see": _SUPPORT,
    "trainings.edit": _SUPPORT,
    # whose day comes when, and who holds it
    "lottery.draw": frozenset({LEAD}),
    "days.assign": frozenset({LEAD}),
    "trainers.tell": _SUPPORT,  # a trainer of herself only
    "days.lead": frozenset({TRAINER}),
    "trainings.join": _INSIDE,  # her invitations, her answers, her certificates
    "needs.see": frozenset({LEAD}),  # what somebody needs to take part: the organiser alone; the others see counts
    "certificates.issue": _SUPPORT,
    "statements.take": frozenset({LEAD, DIRECTOR}),  # what was learnt, as a file for other systems
    # the work
    "accounts.see": _SUPPORT | _CORE,
    "accounts.connect": _CORE,
    "pieces.see": _INSIDE,  # the support side reads a draft when it is asked about it: `help.answer`
    "pieces.remark": _SUPPORT | _INSIDE,
    "pieces.write": _INSIDE,
    "pieces.approve": frozenset({DIRECTOR}),
    "deliveries.publish": _CORE,
    "readings.see": _SUPPORT | _CORE,
    "readings.import": frozenset({TRAINER}) | _CORE,
    # the programme
    "programme.see": _SUPPORT,
    "programme.edit": frozenset({LEAD}),
    "reports.see": frozenset({LEAD, TRAINER, DONOR}),
    "reports.make": frozenset({LEAD}),
}


def roles_in(person: Person, organisation: Organisation) -> frozenset[str]:
    """Live roles that reach this organisation: its own members', and its programmes' support side.

    Two plain questions, the second only for support people: one that joins everything costs every page three times
    as much to compose.
    """
    held = list(Membership.live.filter(person=person))
    if all(one.programme_id is None for one in held):
        return _reaching(held, organisation.pk, frozenset())
    enrolled = Enrolment.live.filter(organisation=organisation).values_list("programme_id", flat=True)
    return _reaching(held, organisation.pk, frozenset(enrolled))


def _reaching(held: Sequence[Membership], organisation: int, programmes: frozenset[int]) -> frozenset[str]:
    """Of the roles she holds those that reach an organisation, which is enrolled in these programmes."""
    return frozenset(one.role for one in held if one.organisation_id == organisation or one.programme_id in programmes)


def find_organisation(person: Person, ref: str) -> tuple[Organisation | None, frozenset[str]]:
    """The organisation of an address and her roles there; none that she does not reach, for nobody else gets further.

    Her own comes with them in one question, one that is enrolled in a programme of hers in a second.
    """
    near = Q(organisation__ref=ref) | Q(programme__isnull=False)
    held = list(Membership.live.filter(near, person=person).select_related("organisation").order_by("pk"))
    inside = [one.organisation for one in held if one.organisation is not None and one.organisation.ref == ref]
    hers = {one.programme_id for one in held} - {None}
    through = Enrolment.live.filter(organisation__ref=ref, programme__in=hers).select_related(
        "organisation", "programme"
    )
    enrolled = list(through.order_by("programme")) if hers else []
    person.programmes_seen = [one.programme for one in enrolled]
    places = [*inside, *(one.organisation for one in enrolled)]
    if not places:
        return None, frozenset()
    return places[0], _reaching(held, places[0].pk, frozenset(one.programme_id for one in enrolled))


def find_programme(person: Person, ref: str) -> tuple[Programme | None, frozenset[str]]:
    """The programme of an address and her roles in it; none that is not hers, for nobody else gets further."""
    held = list(Membership.live.filter(person=person, programme__ref=ref).select_related("programme"))
    return held[0].programme if held else None, frozenset(one.role for one in held)


def roles_of_programme(person: Person, programme: Programme) -> frozenset[str]:
    return frozenset(Membership.live.filter(person=person, programme=programme).values_list("role", flat=True))


def note_roles(person: Person, place: Organisation | Programme, held: frozenset[str]) -> None:
    """The door has just looked; what is shown behind it need not look again. `person` is the request's own."""
    person.roles_seen = {**person.roles_seen, (type(place).__name__, place.pk): held}


def may(
    person: Person,
    permission: str,
    organisation: Organisation | None = None,
    *,
    programme: Programme | None = None,
) -> bool:
    """Whether the table allows it, for what a page offers. An unknown permission is a bug, not a no."""
    allowed = PERMISSIONS[permission]
    place = organisation or programme
    seen = person.roles_seen.get((type(place).__name__, place.pk)) if place is not None else None
    if seen is not None and person.is_active:
        return bool(seen & allowed)
    return _may_now(person, allowed, organisation, programme)


def _may_now(
    person: Person, allowed: frozenset[str], organisation: Organisation | None, programme: Programme | None
) -> bool:
    if not person.is_active:
        return False
    held: frozenset[str] = frozenset()
    if organisation is not None:
        held = roles_in(person, organisation)
    elif programme is not None:
        held = roles_of_programme(person, programme)
    return bool(held & allowed)


def require(
    person: Person,
    permission: str,
    organisation: Organisation | None = None,
    *,
    programme: Programme | None = None,
) -> None:
    """Every action asks this first, so that no page, command or API can forget to. It always looks anew."""
    if not _may_now(person, PERMISSIONS[permission], organisation, programme):
        raise Forbidden(permission)
