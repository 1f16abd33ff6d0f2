"""Questions: hers, those that wait for a trainer, and how long people wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from zana.audits.flows import flows
from zana.audits.models import Finding, Incident
from zana.kernel import clock
from zana.learning.models import Booking, HelpMessage, HelpRequest, Plan
from zana.learning.models.bookings import AGREED
from zana.learning.queries.bookings import read_trainers
from zana.learning.queries.wording import title_of_control
from zana.learning.rules import helping
from zana.learning.rules.helping import Candidate, Pause, say_pause
from zana.networks.models import Account
from zana.people import release
from zana.people.models import Enrolment, Membership, Organisation, Person, Programme
from zana.people.queries import enrolled, programmes_of
from zana.people.roles import LEAD, TRAINER, may
from zana.studio.models import Remark, Variant
from zana.ui.words import language, words

LOOK_BACK = timedelta(weeks=26)


@dataclass(frozen=True, slots=True)
class Thing:
    """What a question is about: at most one of them. `link` is left to the page."""

    about: str = helping.ANYTHING
    variant: Variant | None = None
    account: Account | None = None
    finding: Finding | None = None
    incident: Incident | None = None


# about -> the permission one needs to point at such a thing
POINTING = {
    helping.DRAFT: "pieces.see",
    helping.ACCOUNT: "accounts.see",
    helping.FINDING: "audits.see",
    helping.INCIDENT: "incidents.help",
}


def find_thing(person: Person, organisation: Organisation, about: str, ref: str) -> Thing | None:
    """What she points at, if it is there and the table lets her see it."""
    if about not in POINTING or not may(person, POINTING[about], organisation):
        return None
    if about == helping.DRAFT:
        rows = Variant.objects.of(organisation).select_related("piece", "account")
        variant = rows.filter(ref=ref).first()
        return Thing(about, variant=variant) if variant else None
    if about == helping.ACCOUNT:
        account = Account.objects.of(organisation).filter(ref=ref).first()
        return Thing(about, account=account) if account else None
    if about == helping.FINDING:
        finding = Finding.objects.of(organisation).filter(ref=ref).first()
        return Thing(about, finding=finding) if finding else None
    incident = Incident.objects.of(organisation).filter(ref=ref).first()
    return Thing(about, incident=incident) if incident else None


def title_of(thing: Thing | HelpRequest) -> str:
    """What people call it. A draft goes by its account: its own name is for the team."""
    if thing.variant is not None:
        account = thing.variant.account
        return f"{words(helping.ABOUT_WORDS[helping.DRAFT])}: {account.description.label}, {account.name}"
    if thing.account is not None:
        return f"{thing.account.description.label}: {thing.account.name}"
    if thing.finding is not None:
        return title_of_control(thing.finding.control)
    if thing.incident is not None:
        flow = flows().get(thing.incident.kind)
        return flow.title.words(language()) if flow else words(helping.ABOUT_WORDS[helping.INCIDENT])
    return words(helping.ABOUT_WORDS[thing.about])


# --- one question


@dataclass(frozen=True, slots=True)
class Line:
    """A question in a list. `pause`: until the first answer, or since it was asked."""

    request: HelpRequest
    title: str
    pause: Pause
    is_late: bool = False


def list_hers(person: Person, organisation: Organisation) -> list[Line]:
    return _list_lines(_with_links(HelpRequest.objects.of(organisation)).filter(asked_by=person))


def find_request(person: Person, organisation: Organisation, ref: str) -> HelpRequest | None:
    """For her who asked, for whom it waits, and for a trainer who steps in. Nobody else learns that it exists."""
    found = _with_links(HelpRequest.objects.of(organisation)).filter(ref=ref).first()
    if found is not None:
        _fetch_drafts([found])
    if found is None or person.pk in (found.asked_by_id, found.trainer_id):
        return found
    return found if may(person, "help.step_in", organisation) else None


def list_talk(request: HelpRequest) -> list[HelpMessage]:
    return list(HelpMessage.objects.of(request.organisation).filter(request=request).select_related("by"))


def pause_of(request: HelpRequest) -> Pause:
    return say_pause((request.answered_at or clock.now()) - request.asked_at)


def find_draft(request: HelpRequest) -> Variant | None:
    """The draft as it may be read now: as long as the question is open."""
    return None if request.is_settled else request.variant


def count_open_remarks(request: HelpRequest) -> int:
    rows = Remark.objects.of(request.organisation).filter(variant=request.variant, state="open")
    return rows.count() if request.variant else 0


def _with_links(rows: QuerySet[HelpRequest]) -> QuerySet[HelpRequest]:
    return rows.select_related("organisation", "asked_by", "trainer", "account", "finding", "incident")


def _fetch_drafts(requests: Iterable[HelpRequest]) -> None:
    """Crosses organisations for the trainer's list; a ref is met only where its own organisation asked about it."""
    kept = list(requests)
    rows = Variant.objects.across_organisations().filter(ref__in=[one.draft for one in kept if one.draft])
    found = {(one.organisation_id, one.ref): one for one in rows.select_related("piece", "account", "organisation")}
    for one in kept:
        one.variant = found.get((one.organisation_id, one.draft))


def _list_lines(rows: QuerySet[HelpRequest]) -> list[Line]:
    requests = list(rows)
    _fetch_drafts(requests)
    return [_line(one) for one in requests]


def _line(request: HelpRequest) -> Line:
    first = helping.plan_reminder(request.about, 0)
    waited = clock.now() - request.waits_since
    is_late = request.state == helping.ASKED and first is not None and waited >= first
    return Line(request, title_of(request), pause_of(request), is_late)


# --- whom it reaches


def list_candidates(organisation: Organisation) -> list[Candidate]:
    """The trainers of its programmes, with what they have said they can; not who must not look into it."""
    trainers = Person.objects.filter(pk__in=_support_of(organisation, TRAINER).values("person"), is_active=True)
    waiting = dict(
        HelpRequest.objects.across_organisations()
        .filter(trainer__in=trainers, state=helping.ASKED)
        .order_by()
        .values_list("trainer")
        .annotate(n=Count("pk"))
    )
    programme = find_programme_of(organisation)
    told = {one.id: one for one in read_trainers(programme)} if programme else {}
    return [
        Candidate(
            one.pk,
            (told[one.pk].languages if one.pk in told else frozenset()) | {one.language},
            told[one.pk].specialities if one.pk in told else frozenset(),
            waiting.get(one.pk, 0),
        )
        for one in trainers
        if one.pk not in told or organisation.pk not in told[one.pk].conflicts
    ]


def find_trainers_of_day(organisation: Organisation) -> tuple[int, ...]:
    """Who holds or held the organisation's own day; agreed before it is planned in full."""
    agreed = Booking.objects.of(organisation).filter(state=AGREED).order_by("-held_on").first()
    plans = Plan.objects.of(organisation).exclude(training=None).exclude(training__trainer=None)
    held = plans.order_by("-training__held_on").values_list("training__trainer", flat=True).first()
    team = agreed.team if agreed else ()
    return team if held is None or held in team else (held, *team)


def find_leads(organisation: Organisation) -> list[Person]:
    rows = _support_of(organisation, LEAD).select_related("person").order_by("pk")
    return [one.person for one in rows if one.person.is_active]


def _support_of(organisation: Organisation, role: str) -> QuerySet[Membership]:
    programmes = Enrolment.live.filter(organisation=organisation).values("programme")
    return Membership.live.filter(programme__in=programmes, role=role)


# --- for those who answer


@dataclass(frozen=True, slots=True)
class Queue:
    """`own` wait for this person, `others` for somebody else; `median` is None where it would tell of too few."""

    own: list[Line]
    others: list[Line]
    median: Pause | None


def read_queue(person: Person, programme: Programme) -> Queue:
    """What is open, what waits longest first."""
    rows = _with_links(_asked_in(programme))
    is_open = rows.exclude(state=helping.SETTLED).order_by("-state", "waits_since", "pk")  # asked before answered
    lines = _list_lines(is_open)
    own = [one for one in lines if one.request.trainer_id == person.pk]
    return Queue(own, [one for one in lines if one not in own], read_median(programme))


def read_median(programme: Programme) -> Pause | None:
    """How long people waited for the first answer: through the release rule, for it tells of persons."""
    rows = _asked_in(programme).filter(asked_at__gte=clock.now() - LOOK_BACK, answered_at__isnull=False)
    return _release(rows.values_list("asked_by", "organisation__ref", "asked_at", "answered_at"))


def _release(rows: Iterable[tuple[int, str, datetime, datetime | None]]) -> Pause | None:
    kept = [(person, place, answered - asked) for person, place, asked, answered in rows if answered]
    cell = release.Cell(len({person for person, _, _ in kept}), frozenset(place for _, place, _ in kept))
    if isinstance(release.release_one(cell), release.Hidden):
        return None
    middle = helping.find_median([pause for _, _, pause in kept])
    return say_pause(middle) if middle is not None else None


def find_programme_of(organisation: Organisation) -> Programme | None:
    """The one it takes part in now; the newest of several."""
    return programmes_of(organisation).first()


def find_in(programme: Programme, ref: str) -> HelpRequest | None:
    rows = _asked_in(programme).filter(ref=ref)
    return rows.exclude(state=helping.SETTLED).select_related("organisation", "trainer").first()


def list_trainers(programme: Programme) -> QuerySet[Person]:
    """To whom a question can be handed over."""
    live = Membership.live.filter(programme=programme, role=TRAINER)
    return Person.objects.filter(memberships__in=live, is_active=True).distinct().order_by("name")


def count_waiting(person: Person, programme: Programme) -> int:
    """Questions that wait for this person's answer."""
    return _asked_in(programme).filter(trainer=person, state=helping.ASKED).count()


def _asked_in(programme: Programme) -> QuerySet[HelpRequest]:
    return HelpRequest.objects.across_organisations().filter(organisation__in=enrolled(programme))
