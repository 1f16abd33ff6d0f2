from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zana.kernel.errors import Refusal
from zana.learning.actions import plans, trainings
from zana.learning.forms import ChangeForm, SheetForm, TrainingForm
from zana.learning.models.plans import PIN
from zana.learning.queries import courses, days, sessions
from zana.learning.queries.bookings import find_promised_day, find_second
from zana.learning.queries.reading import read_by
from zana.learning.queries.running import is_held_today
from zana.learning.queries.wishes import list_wishes
from zana.learning.queries.wording import title_of_topic
from zana.learning.views.asking import who
from zana.people import log
from zana.people.access import access, may_here, programme_access
from zana.people.models import Organisation, Programme
from zana.people.roles import may
from zana.ui.words import words


@access("lessons.see")
def show_curriculum(request: HttpRequest, org: Organisation) -> HttpResponse:
    context = {"org": org, "topics": courses.list_topics(org, who(request))}
    doors = {"takes_quiz": may_here(request, "quiz.take"), "sees_results": may_here(request, "quiz.see")}
    doors["joins"] = may_here(request, "trainings.join")
    doors["practises"] = may_here(request, "exercises.do")
    return render(request, "learning/curriculum.html", {**context, **doors})


@access("lessons.see")
def show_unit(request: HttpRequest, org: Organisation, unit: str) -> HttpResponse:
    page = courses.describe_unit(unit)
    if page is None:
        raise Http404
    return render(
        request, "learning/unit.html", {"org": org, "unit": page, "read_on": read_by(who(request), org).get(unit)}
    )


@access("plans.see")
def show_plan(request: HttpRequest, org: Organisation) -> HttpResponse:
    may_compose = may(who(request), "plans.compose", org)
    draft, confirmed = days.find_plans(org)
    plan = (draft or confirmed) if may_compose else (confirmed or draft)
    page = days.describe_plan(plan, before=confirmed) if plan else None
    if page:
        log.record(who(request), "audit.seen", organisation=org, thing="plan")  # its reasons are findings
    context: dict[str, object] = {"org": org, "page": page, "may_compose": may_compose}
    if plan is None or plan.training is None:
        context["booking"] = find_promised_day(org, with_proposed=may_compose)
    context["waiting"] = days.list_waiting(org)
    context["is_today"] = is_held_today(plan) if plan else False
    context["was_held"] = bool(plan and plan.training and trainings.has_begun(plan.training))
    context["second"] = find_second(plan) if plan else None
    context["wishes"] = [title_of_topic(wish.topic) for wish in list_wishes(org)]
    context["may_wish"] = confirmed is None and may(who(request), "plans.wish", org)
    return render(request, "learning/plan.html" if page else "learning/no_plan.html", context)


@require_POST
@access("plans.compose")
def compose_plan(request: HttpRequest, org: Organisation) -> HttpResponse:
    plan = plans.compose_plan(by=who(request), organisation=org)
    if plan.is_confirmed:
        messages.success(request, _("Nothing has changed: the confirmed day is still the best one."))
    return redirect("learning:plan", org=org.ref)


@access("plans.compose")
def change_plan(request: HttpRequest, org: Organisation) -> HttpResponse:
    form = ChangeForm(request.POST or None, initial={"unit": request.GET.get("unit", "")})
    if request.method == "POST" and form.is_valid():
        change = plans.pin_unit if form.cleaned_data["kind"] == PIN else plans.ban_unit
        try:
            change(
                by=who(request),
                organisation=org,
                unit=form.cleaned_data["unit"],
                reason=form.cleaned_data["reason"],
            )
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            messages.success(request, _("The day was composed anew."))
            return redirect("learning:plan", org=org.ref)
    return render(request, "learning/change.html", {"org": org, "form": form, "pins": days.list_pins(org)})


@require_POST
@access("plans.compose")
def release_unit(request: HttpRequest, org: Organisation, unit: str) -> HttpResponse:
    plans.release_unit(by=who(request), organisation=org, unit=unit)
    messages.success(request, _("The day was composed anew."))
    return redirect("learning:plan", org=org.ref)


@require_POST
@access("plans.compose")
def confirm_plan(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    plan = days.find_plan(org, ref)
    if plan is None:
        raise Http404
    plans.confirm_plan(by=who(request), plan=plan, inputs_hash=request.POST.get("seen", ""))
    messages.success(request, _("The day is confirmed. What found no room is on the list for the job."))
    return redirect("learning:plan", org=org.ref)


@programme_access("trainings.see")
def show_trainings(request: HttpRequest, programme: Programme) -> HttpResponse:
    may_edit = may(who(request), "trainings.edit", programme=programme)
    context = {"programme": programme, "trainings": sessions.list_trainings(programme), "may_edit": may_edit}
    context["takes"] = may(who(request), "statements.take", programme=programme)
    context["leads"] = may(who(request), "lessons.lead", programme=programme)
    return render(request, "learning/trainings.html", context)


@programme_access("trainings.edit")
def add_training(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = TrainingForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        key = given.pop("once")
        training = trainings.create_training(by=who(request), programme=programme, key=key, **given)
        return redirect("learning:joint", programme=programme.ref, ref=training.ref)
    return render(request, "learning/add_training.html", {"programme": programme, "form": form})


@programme_access("trainings.edit")
def note_attendance(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    training = sessions.find_training(programme, ref)
    if training is None:
        raise Http404
    if training.blocks.exists():
        return redirect("learning:joint", programme=programme.ref, ref=training.ref)
    form = SheetForm(request.POST or None, training=training, lines=sessions.list_sheet(training))
    if request.method == "POST" and form.is_valid():
        trainings.record_attendances(by=who(request), training=training, presences=form.presences())
        messages.success(request, _("Who was there is noted."))
        return redirect("learning:trainings", programme=programme.ref)
    context = {"programme": programme, "training": training, "form": form, "rows": form.rows()}
    return render(request, "learning/attendance.html", context)
