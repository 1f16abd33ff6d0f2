"""One next step for those who look at the whole programme: lead, trainer, donor. Why it matters, how long it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zana.impact.models import Report
from zana.kernel import clock
from zana.learning.models import Attendance, Booking, Plan, Training
from zana.learning.models.plans import CONFIRMED, DRAFT
from zana.learning.models.trainings import INDIVIDUAL, JOINT
from zana.learning.queries.steps import REVIEW_MINUTES, Step
from zana.people.models import Organisation, Person, Programme
from zana.people.queries import open_invitations_to
from zana.people.sign_in import has_second_factor
from zana.site.sight import DOUBT, Sight

DAY_IS_NEAR = timedelta(days=7)
REPORT_AGES = timedelta(days=30)
Looks = Callable[[Sight], Iterator[Step]]


def find_step(sight: Sight, roles: frozenset[str]) -> Step:
    """The first that is there; who holds both roles leads first. There is always one: to look around."""
    looks: list[Looks] = [_look_for_today_or_need if "trainer" in roles else _look_for_need]
    looks += _LEADS if "lead" in roles else []
    looks += _TRAINS if "trainer" in roles else []
    for look in looks:
        for step in look(sight):
            return step
    link = _at("learning:trainings", sight.programme)
    return Step(
        "look", _("Look through the trainings"), _("Nothing waits. Ten quiet minutes show what comes next."), 10, link
    )


def _at(page: str, place: Organisation | Programme, **more: str) -> str:
    where = "org" if isinstance(place, Organisation) else "programme"
    return reverse(page, kwargs={where: place.ref, **more})


def _look_for_need(sight: Sight) -> Iterator[Step]:
    """By name, as everywhere. What is wrong stands on the organisation's own pages and not here."""
    for line in sight.lines:
        if line.incidents or line.act_now:
            why = _("Something there cannot wait, and nobody should be alone with it.")
            yield Step(
                "call",
                _("Call %(name)s") % {"name": line.organisation},
                why,
                15,
                _at("audits:overview", line.organisation),
            )


# --- who leads


def _look_for_empty(sight: Sight) -> Iterator[Step]:
    inside = {one.organisation_id for one in sight.members}
    if all(organisation.pk in inside for organisation in sight.organisations):
        return
    inside |= set(open_invitations_to(sight.organisations).values_list("organisation", flat=True))
    for organisation in sight.organisations:
        if organisation.pk not in inside:
            title = _("Invite somebody of %(name)s") % {"name": organisation}
            yield Step("invite", title, _("Nobody of it can begin before."), 3, _at("people:invite", organisation))


def _look_for_start(sight: Sight) -> Iterator[Step]:
    programme = sight.programme
    if not sight.lines:
        why = _("The programme begins with the people it is for.")
        yield Step("add", _("Add the first organisation"), why, 3, _at("people:add_organisation", programme))
    elif not Training.objects.filter(programme=programme, kind=JOINT).exists():
        why = _("It is the day on which all meet, and people need weeks to keep it free.")
        yield Step("day", _("Set the day of the joint training"), why, 5, _at("learning:add_training", programme))


def _look_for_report(sight: Sight) -> Iterator[Step]:
    newest = Report.objects.filter(programme=sight.programme).first()
    if newest is None or newest.made_at < clock.now() - REPORT_AGES:
        why = _("It freezes the numbers of today. Later nobody can tell how it was now.")
        yield Step("report", _("Make the report to the funder"), why, 5, _at("impact:report", sight.programme))


# --- who trains


def _look_for_today_or_need(sight: Sight) -> Iterator[Step]:
    """Even before a need stands the day she holds today: the people sit there and wait for her."""
    for need in _look_for_need(sight):
        yield from (step for step in _look_for_day(sight) if step.kind == "day" and step.due_on == clock.today())
        yield need


def _look_for_day(sight: Sight) -> Iterator[Step]:
    """A day of hers that is near; then a training of hers that is over and has no list of who was there."""
    person, programme, today = sight.person, sight.programme, clock.today()
    noted = Attendance.objects.across_organisations().filter(training=OuterRef("pk"))
    beside = Booking.objects.across_organisations().filter(programme=programme, second=person).values("organisation")
    hers = Q(trainer=person) | Q(kind=INDIVIDUAL, plan__organisation__in=beside)
    rows = Training.objects.filter(hers, programme=programme, held_on__lte=today + DAY_IS_NEAR)
    held = list(rows.annotate(noted=Exists(noted)).select_related("plan__organisation").order_by("held_on", "pk"))
    for one in held:
        plan = getattr(one, "plan", None)
        if plan is not None and one.held_on >= today:
            yield _prepare(plan, one, is_today=one.held_on == today)
    for one in held:
        if one.held_on <= today and not one.noted:
            title = _("Note who was there: %(title)s") % {"title": one.title}
            why = _("What is not noted in the first days is not known later, and does not count.")
            yield Step("sheet", title, why, 5, _at("learning:attendance", programme, ref=one.ref))


def _prepare(plan: Plan, training: Training, *, is_today: bool) -> Step:
    if is_today:
        title, why = _("Hold the day of %(name)s"), _("They have kept this day free for you.")
        link, minutes = _at("learning:run_day", plan.organisation), plan.day["minutes"]
    else:
        title, why = _("Prepare the day of %(name)s"), _("Whoever has read the plan before can listen on the day.")
        link, minutes = _at("learning:plan", plan.organisation), 20
    return Step("day", title % {"name": plan.organisation}, why, minutes, link, training.held_on)


def _look_for_call(sight: Sight) -> Iterator[Step]:
    """With an organisation of hers two dates went by, or it is time to look back."""
    for one in sight.hers:
        link = _at("learning:coaching", one.organisation)
        if one.late:
            why = _("Two dates went by. A short talk helps more than a third date.")
            yield Step("call", _("Call %(name)s") % {"name": one.organisation}, why, 15, link)
        elif one.review is not None:
            title = _("Look back with %(name)s") % {"name": one.organisation}
            why = _("Only who looks back after weeks knows what has stayed of the day.")
            yield Step("review", title, why, REVIEW_MINUTES, link, one.review.due_on)


def _look_for_draft(sight: Sight) -> Iterator[Step]:
    """A composed day nobody has agreed on yet."""
    for organisation in sight.organisations:
        standing = sight.standing[organisation.pk]
        if DRAFT in standing and CONFIRMED not in standing:
            title = _("Agree on the day of %(name)s") % {"name": organisation}
            why = _("It is put together. Once it is confirmed, it can get a date.")
            yield Step("day", title, why, 10, _at("learning:plan", organisation))


def _look_for_doubt(sight: Sight) -> Iterator[Step]:
    if any(DOUBT in standing for standing in sight.standing.values()):
        why = _("A lesson that is wrong on one phone is wrong on many.")
        yield Step("doubt", _("Look where a lesson is different"), why, 5, _at("learning:doubts", sight.programme))


def _look_for_unknown(sight: Sight) -> Iterator[Step]:
    for line in sight.lines:
        if line.coverage is None:
            title = _("Begin the safety check of %(name)s") % {"name": line.organisation}
            why = _("Before it nobody knows what its day should be about.")
            yield Step("look", title, why, 20, _at("audits:overview", line.organisation))


_LEADS: list[Looks] = [_look_for_start, _look_for_empty, _look_for_report]
_TRAINS: list[Looks] = [_look_for_day, _look_for_call, _look_for_draft, _look_for_doubt, _look_for_unknown]


# --- who gives the money


def show_report_step(request: HttpRequest, **context: object) -> SafeString | None:
    """On the donor's home page, which is the report."""
    programme, report = context.get("programme"), context.get("report")
    if not isinstance(programme, Programme) or not isinstance(request.user, Person):
        return None
    if getattr(request, "roles", frozenset()) != {"donor"}:
        return None
    step = step_of_donor(request.user, programme, report if isinstance(report, Report) else None)
    page = render_to_string("learning/_next_steps.html", {"first": step, "others": None}, request)
    return mark_safe(page)


def step_of_donor(person: Person, programme: Programme, report: Report | None) -> Step:
    if report is not None:
        link = _at("impact:pdf", programme, version=str(report.version))
        return Step(
            "report", _("Read the report"), _("Every number says how it was made and where it comes from."), 10, link
        )
    if not has_second_factor(person):
        why = _("The report is not made yet. What you will read here is not public, so lock your door first.")
        return Step("sign_in", _("Set up a second step for your sign-in"), why, 5, reverse("mfa_index"))
    why = _("The report is not made yet; here you decide how you are told and counted.")
    return Step("me", _("Say who you are"), why, 1, reverse("people:me"))
