"""Exercises: what to do, a door into the practice world, and a look at what is still missing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zana.kernel.errors import Refusal
from zana.learning.actions import exercises as actions
from zana.learning.exercises import EXERCISES
from zana.learning.queries import exercises
from zana.learning.queries.wording import title_of_unit
from zana.learning.views.asking import who
from zana.learning.way_back import keep_way_back
from zana.people.access import access
from zana.people.models import Organisation
from zana.ui.words import words

BEGUN = "exercise_begun"  # in her session: the one she began last


@access("exercises.do")
def show_exercises(request: HttpRequest, org: Organisation) -> HttpResponse:
    lines = exercises.list_exercises(who(request), org)
    done = sum(line.passed for line in lines)
    return render(request, "learning/exercises.html", {"org": org, "lines": lines, "done": done})


@access("exercises.do")
def show_exercise(request: HttpRequest, org: Organisation, exercise: str) -> HttpResponse:
    told = EXERCISES.get(exercise)
    if told is None:
        raise Http404
    line = exercises.describe_exercise(who(request), org, told)
    seat = exercises.find_seat(who(request), org)
    keep_way_back(request, seat.world if seat else "")
    begun = bool(line.tries) or request.session.get(BEGUN) == exercise
    context = {
        "org": org,
        "line": line,
        "first": bool(told.prepares) and not begun,  # something must happen to her before there is a thing to do
        "seat": seat,
        "onward": exercises.find_next(who(request), org) if line.passed else None,
        "lesson": title_of_unit(told.unit),
    }
    return render(request, "learning/exercise.html", context)


@require_POST
@access("exercises.do")
def begin_exercise(request: HttpRequest, org: Organisation, exercise: str) -> HttpResponse:
    try:
        actions.begin_exercise(by=who(request), organisation=org, exercise=exercise)
    except Refusal as no:
        messages.warning(request, words(no.saying))
    else:
        request.session[BEGUN] = exercise
        messages.success(request, _("Ready. Now go into the practice network."))
    return redirect("learning:exercise", org=org.ref, exercise=exercise)


@require_POST
@access("exercises.do")
def look_now(request: HttpRequest, org: Organisation, exercise: str) -> HttpResponse:
    attempt = actions.look_now(by=who(request), organisation=org, exercise=exercise)
    if attempt.passed:
        messages.success(request, _("Everything is there. Well done."))
    return redirect("learning:exercise", org=org.ref, exercise=exercise)
