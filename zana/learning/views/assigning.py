"""Whose day is when, and who holds it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zana.kernel.errors import Refusal
from zana.kernel.refs import new_ref
from zana.learning.actions import bookings, lottery
from zana.learning.actions.running import date_half_day
from zana.learning.day_forms import DayForm, ExceptionForm, ProposeForm, TrainerForm
from zana.learning.forms import DateForm
from zana.learning.queries import bookings as days
from zana.learning.queries import lottery as orders
from zana.learning.queries.days import find_plans
from zana.learning.queries.sessions import find_programme
from zana.learning.views.asking import who
from zana.people.access import access, programme_access
from zana.people.models import Organisation, Programme
from zana.people.queries import programmes_of
from zana.people.roles import may
from zana.ui.words import words


@programme_access("trainings.see")
def show_days(request: HttpRequest, programme: Programme) -> HttpResponse:
    lines = days.list_days(programme)
    context = {
        "programme": programme,
        "lines": lines,
        "draw": orders.find_draw(programme),
        "proposed": sum(line.standing == "proposed" for line in lines),
        "blocked": sum(line.standing == "blocked" for line in lines),
        "undated": sum(line.standing in ("open", "proposed", "blocked") for line in lines),
        "may_assign": may(who(request), "days.assign", programme=programme),
    }
    return render(request, "learning/days.html", context)


@programme_access("trainings.see")
def show_order(request: HttpRequest, programme: Programme) -> HttpResponse:
    draw = orders.find_draw(programme)
    context = {
        "programme": programme,
        "page": orders.describe_draw(draw) if draw else None,
        "earlier": orders.list_earlier(programme),
        "may_draw": may(who(request), "lottery.draw", programme=programme),
        "once": new_ref(),
    }
    return render(request, "learning/order.html", context)


@require_POST
@programme_access("lottery.draw")
def draw_order(request: HttpRequest, programme: Programme) -> HttpResponse:
    given = {"reason": request.POST.get("reason", ""), "key": request.POST.get("once", "")}
    lottery.draw_order(by=who(request), programme=programme, **given)
    messages.success(request, _("The order is drawn. Everybody in the programme can read it."))
    return redirect("learning:order", programme=programme.ref)


@programme_access("lottery.draw")
def except_turn(request: HttpRequest, programme: Programme, organisation: str) -> HttpResponse:
    turn = orders.find_turn(programme, organisation)
    if turn is None:
        raise Http404
    form = ExceptionForm(request.POST or None, initial={"place": turn.moved_to or turn.place, "reason": turn.reason})
    if request.method == "POST" and form.is_valid():
        try:
            lottery.except_turn(by=who(request), turn=turn, **form.cleaned_data)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            messages.success(request, _("Changed, and the reason is kept."))
            return redirect("learning:order", programme=programme.ref)
    return render(request, "learning/exception.html", {"programme": programme, "turn": turn, "form": form})


@access("lessons.see")
def show_own_order(request: HttpRequest, org: Organisation) -> HttpResponse:
    """For the organisations themselves: the order, and nobody's numbers or dates but one's own."""
    draws = [draw for one in programmes_of(org) if (draw := orders.find_draw(one)) is not None]
    pages = [orders.describe_draw(draw) for draw in draws]
    return render(request, "learning/own_order.html", {"org": org, "pages": pages})


@programme_access("days.assign")
def propose_days(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            bookings.propose_days(by=who(request), programme=programme, **form.cleaned_data)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            messages.success(request, _("This is the proposal. Nothing is agreed yet."))
            return redirect("learning:days", programme=programme.ref)
    return render(request, "learning/propose.html", {"programme": programme, "form": form})


@require_POST
@programme_access("days.assign")
def agree_days(request: HttpRequest, programme: Programme) -> HttpResponse:
    agreed = len(bookings.agree_days(by=who(request), programme=programme))
    said = ngettext(
        "%(n)s day is agreed. Its people were told.", "%(n)s days are agreed. Their people were told.", agreed
    )
    messages.success(request, said % {"n": agreed})
    return redirect("learning:days", programme=programme.ref)


@programme_access("trainings.see")
def show_trainers(request: HttpRequest, programme: Programme) -> HttpResponse:
    lines = days.list_trainers(programme, who(request))
    return render(request, "learning/trainers.html", {"programme": programme, "lines": lines})


@programme_access("trainers.tell")
def tell_trainer_facts(request: HttpRequest, programme: Programme, person: str) -> HttpResponse:
    trainer = days.find_trainer(programme, person)
    if trainer is None:
        raise Http404
    bookings.require_own_facts(who(request), programme, trainer)  # to whom she stands close is nobody else's to read
    facts = days.find_facts(programme, trainer)
    form = TrainerForm(request.POST or None, programme=programme, facts=facts)
    if request.method == "POST" and form.is_valid():
        bookings.tell_trainer_facts(by=who(request), programme=programme, person=trainer, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("learning:trainers", programme=programme.ref)
    return render(request, "learning/trainer.html", {"programme": programme, "trainer": trainer, "form": form})


@access("plans.compose")
def schedule_day(request: HttpRequest, org: Organisation) -> HttpResponse:
    """The trainer's own way to the same form."""
    programme = find_programme(who(request), org)
    if programme is None:
        raise Http404
    return _change(request, programme, org, to_plan=True)


@programme_access("trainings.edit")
def change_day(request: HttpRequest, programme: Programme, organisation: str) -> HttpResponse:
    org = programme.organisations.filter(ref=organisation, enrolments__left_on=None).first()
    if org is None:
        raise Http404
    return _change(request, programme, org, to_plan=False)


def _change(request: HttpRequest, programme: Programme, org: Organisation, *, to_plan: bool) -> HttpResponse:
    booking = days.find_booking(org, programme)
    plan, days_page = reverse("learning:plan", args=[org.ref]), reverse("learning:days", args=[programme.ref])
    back = plan if to_plan else days_page
    initial = {
        "held_on": booking.held_on.isoformat() if booking and booking.held_on else "",
        "trainer": booking.trainer.ref if booking and booking.trainer else who(request).ref,
        "second": booking.second.ref if booking and booking.second else "",
    }
    form = DayForm(request.POST or None, programme=programme, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            bookings.change_day(by=who(request), organisation=org, programme=programme, **form.cleaned_data)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            messages.success(request, _("The day has its date."))
            return redirect(back)
    context = {"org": org, "programme": programme, "form": form, "back": back}
    return render(request, "learning/date.html", context)


@access("plans.compose")
def date_half_day_page(request: HttpRequest, org: Organisation) -> HttpResponse:
    _draft, plan = find_plans(org)
    programme = find_programme(who(request), org)
    if plan is None or programme is None:
        raise Http404
    form = DateForm(request.POST or None, programme=programme, initial={"trainer": who(request).ref})
    if request.method == "POST" and form.is_valid():
        date_half_day(by=who(request), plan=plan, programme=programme, **form.cleaned_data)
        messages.success(request, _("The second half-day has its date."))
        return redirect("learning:plan", org=org.ref)
    context = {"org": org, "form": form, "is_needed": bool(plan.day["second_half"])}
    return render(request, "learning/half_day.html", context)
