"""One question a screen; what she answered is for her and her trainer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zana.learning.actions import quiz
from zana.learning.forms import ConfidenceForm
from zana.learning.models import QuizRun
from zana.learning.models.quiz import WEEKS_LATER
from zana.learning.queries import quizzes
from zana.learning.queries.exercises import list_people_done
from zana.learning.queries.own_quizzes import list_shown
from zana.learning.queries.wording import title_of_topic
from zana.learning.views.asking import who
from zana.people.access import access
from zana.people.models import Organisation


@access("quiz.take")
def show_quizzes(request: HttpRequest, org: Organisation) -> HttpResponse:
    """Her own quizzes and sheets."""
    topics, sheets = quizzes.list_topics_of(who(request), org), quizzes.list_sheets(who(request), org)
    context = {"org": org, "topics": topics, "sheets": sheets, "own": list_shown(org)}
    return render(request, "learning/quizzes.html", context)


@require_POST
@access("quiz.take")
def begin_quiz(request: HttpRequest, org: Organisation, topic: str, occasion: str) -> HttpResponse:
    run = quiz.begin_quiz(by=who(request), organisation=org, topic=topic, occasion=occasion)
    return redirect("learning:quiz", org=org.ref, ref=run.ref)


@access("quiz.take")
def show_quiz(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    """The next question, or, when there is none, what was right and why."""
    run = _find_run(request, org, ref)
    context: dict[str, Any] = {"org": org, "run": run, "title": title_of_topic(run.topic)}
    question = quizzes.next_question(run)
    if question is not None:
        return render(request, "learning/question.html", {**context, "question": question})
    context |= {"answers": quizzes.look_back(run), "may_try": quizzes.may_try_again(run)}
    return render(request, "learning/answers.html", context)


@require_POST
@access("quiz.take")
def answer_question(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    run = _find_run(request, org, ref)
    item, answer = request.POST.get("item", ""), request.POST.get("answer", "")
    quiz.answer_item(by=who(request), run=run, item=item, answer=answer)
    return redirect("learning:quiz", org=org.ref, ref=run.ref)


@access("quiz.take")
def give_confidence(request: HttpRequest, org: Organisation, group: str, occasion: str) -> HttpResponse:
    sheet = next((one for one in quizzes.list_sheets(who(request), org) if one.group == group), None)
    if sheet is None or occasion not in ConfidenceForm.WORDS:
        raise Http404
    form = ConfidenceForm(request.POST or None, sheet=sheet, occasion=occasion)
    if request.method == "POST" and form.is_valid():
        quiz.give_confidence(by=who(request), organisation=org, group=group, occasion=occasion, answers=form.answers())
        messages.success(request, _("Kept for you and your trainer."))
        more = quizzes.find_sheet_asked_again(who(request), org) if occasion == WEEKS_LATER else None
        if more is not None:
            return redirect("learning:confidence", org=org.ref, group=more.group, occasion=WEEKS_LATER)
        return redirect("learning:quizzes", org=org.ref)
    return render(request, "learning/confidence.html", {"org": org, "form": form, "asked": form.WORDS[occasion]})


@access("quiz.see")
def show_results(request: HttpRequest, org: Organisation) -> HttpResponse:
    """For the trainer: who knew what, before and after."""
    context = {"org": org, "people": quizzes.list_people_runs(org), "sheets": quizzes.list_people_sheets(org)}
    return render(request, "learning/results.html", {**context, "practised": list_people_done(org)})


def _find_run(request: HttpRequest, org: Organisation, ref: str) -> QuizRun:
    run = quizzes.find_run(who(request), org, ref)
    if run is None:
        raise Http404
    return run
