from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zana.audits.actions import staff as actions
from zana.audits.models import Leaving, Worker
from zana.audits.queries import registers as queries
from zana.audits.register_forms import LeavingForm, WorkerForm, show_refusal
from zana.audits.rules.registers import DAY_LONG, Left, measure
from zana.audits.rules.shapes import LEAVER_STEPS
from zana.audits.views.who import who
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say
from zana.people import log
from zana.people.access import access, may_here
from zana.people.models import Membership, Organisation

# Which list tells what she held, for a step of the leaver list.
_TELLS = {"rights": "roles", "tools": "tools", "forms": "forms", "recovery": "codes"}


@never_cache
@access("registers.see")
def show_staff(request: HttpRequest, org: Organisation) -> HttpResponse:
    log.record(who(request), "register.seen", organisation=org, register="staff")
    today = clock.today()
    staff = sorted(queries.list_staff(org), key=lambda worker: worker.name.casefold())
    listed = {worker.person_id for worker in staff}
    leavings = {leaving.worker_id: leaving for leaving in Leaving.objects.of(org)}
    members = Membership.live.filter(organisation=org).exclude(person__in=listed - {None})
    context = {
        "org": org,
        "here": [worker for worker in staff if worker.is_here(today)],
        "gone": [(worker, leavings.get(worker.pk)) for worker in staff if not worker.is_here(today)],
        "missing": members.values("person").distinct().count(),
        "may_edit": may_here(request, "registers.edit"),
    }
    return render(request, "audits/register_staff.html", context)


@never_cache
@access("registers.edit")
def edit_worker(request: HttpRequest, org: Organisation, ref: str = "") -> HttpResponse:
    worker = get_object_or_404(Worker.objects.of(org), ref=ref) if ref else None
    initial = (
        {"name": worker.name, "role": worker.role, "since": worker.since, "person": worker.person_id} if worker else {}
    )
    form = WorkerForm(request.POST or None, book=queries.open_book(org), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if worker:
                actions.change_worker(by=who(request), worker=worker, **form.cleaned_data)
            else:
                actions.add_worker(by=who(request), organisation=org, **form.cleaned_data)
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("Noted."))
            return redirect("audits:staff", org=org.ref)
    context = {
        "org": org,
        "form": form,
        "worker": worker,
        "leaving": LeavingForm() if worker and worker.is_here(clock.today()) else None,
        "leave_url": reverse("audits:staff", kwargs={"org": org.ref}),
    }
    return render(request, "audits/register_worker.html", context, status=422 if form.is_bound else 200)


@require_POST
@access("registers.edit")
def pull_workers(request: HttpRequest, org: Organisation) -> HttpResponse:
    actions.pull_workers(by=who(request), organisation=org)
    messages.success(request, _("They stand on the list now. Add everybody else who works with you, paid or not."))
    return redirect("audits:staff", org=org.ref)


@require_POST
@access("registers.edit")
def start_leaving(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    worker = get_object_or_404(Worker.objects.of(org), ref=ref)
    form = LeavingForm(request.POST)
    if not form.is_valid():
        raise Refusal(say("Say on which day she leaves."))
    leaving = actions.start_leaving(by=who(request), worker=worker, **form.cleaned_data)
    return redirect("audits:leaving", org=org.ref, ref=leaving.ref)


@never_cache
@access("registers.see")
def show_leaving(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    leaving = get_object_or_404(Leaving.objects.of(org).select_related("worker", "started_by"), ref=ref)
    log.record(who(request), "leaving.seen", organisation=org, thing=f"leaving:{leaving.ref}")
    took = measure(Left(leaving.left_at, leaving.done_at), clock.now())
    held = _held_by(request, org, leaving.worker)
    steps = [(row, LEAVER_STEPS[row.step], held.get(row.step, [])) for row in leaving.steps.select_related("done_by")]
    context = {
        "org": org,
        "leaving": leaving,
        "steps": steps,
        "hours": int(took / timedelta(hours=1)),
        "left": max(0, int((DAY_LONG - took) / timedelta(hours=1))),
        "is_late": took > DAY_LONG,
        "may_edit": may_here(request, "registers.edit"),
    }
    return render(request, "audits/register_leaving.html", context)


def _held_by(request: HttpRequest, org: Organisation, worker: Worker) -> dict[str, list[Saying]]:
    """What the lists say she still holds, beside the step that takes it; where codes lie only for who may see it."""
    book = queries.open_book(org)
    held: dict[str, list[Saying]] = {}
    for register, step in _TELLS.items():
        if register == "recovery" and not may_here(request, "registers.recovery"):
            continue
        lines = {register: book.lines.get(register, [])}
        part = queries.Book(org, {**lines, "accounts": []}, book.staff, {}, dict(book.names))
        held[step] = [one.what for one in queries.list_held(part) if one.person == worker.ref and one.is_access]
    return held


@require_POST
@access("registers.edit")
def tick(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    leaving = get_object_or_404(Leaving.objects.of(org).select_related("worker", "organisation"), ref=ref)
    had_none = request.POST.get("had_none") == "yes"
    actions.tick_step(by=who(request), leaving=leaving, step=request.POST.get("step", ""), had_none=had_none)
    return redirect("audits:leaving", org=org.ref, ref=ref)
