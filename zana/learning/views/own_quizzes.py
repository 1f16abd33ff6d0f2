"""A programme's own questions: brought and looked through here, answered by its people for themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zana.kernel.errors import Refusal
from zana.kernel.tables import MAX_BYTES
from zana.learning.actions import own_quizzes as actions
from zana.learning.forms import OwnQuizForm
from zana.learning.models import OwnQuiz
from zana.learning.queries import own_quizzes as queries
from zana.learning.rules.gift import write_gift
from zana.learning.rules.own_items import Faulty
from zana.learning.views.asking import who
from zana.people.access import access, programme_access
from zana.people.models import Organisation, Programme
from zana.ui.words import language as page_language
from zana.ui.words import words


@programme_access("trainings.edit")
def bring_quiz(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The list of what was brought, and the form for more; what is wrong in a file is told line by line."""
    form = OwnQuizForm(request.POST or None, request.FILES or None, initial={"language": page_language()})
    faults: list[Faulty] = []
    if request.method == "POST" and form.is_valid():
        file, language = form.cleaned_data["file"], form.cleaned_data["language"]
        told = {"content": file.read(MAX_BYTES + 1), "file_name": file.name, "language": language}
        try:
            faults = actions.look_through(**told).faults
            if not faults:
                title, key = form.cleaned_data["title"], form.cleaned_data["once"]
                quiz = actions.bring_quiz(by=who(request), programme=programme, title=title, key=key, **told)
                return redirect("learning:brought_quiz", programme=programme.ref, ref=quiz.ref)
        except Refusal as no:
            form.add_error("file", words(no.saying))
    context = {"programme": programme, "form": form, "faults": faults, "quizzes": queries.list_brought(programme)}
    return render(request, "learning/own_quizzes.html", context, status=422 if form.errors or faults else 200)


@programme_access("trainings.edit")
def show_quiz(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    quiz = _find(programme, ref)
    context = {"programme": programme, "quiz": quiz, "asked": queries.ask(quiz)}
    return render(request, "learning/brought_quiz.html", context)


@require_POST
@programme_access("trainings.edit")
def turn_quiz(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    quiz = actions.turn_quiz(by=who(request), quiz=_find(programme, ref), shown="show" in request.POST)
    said = _("Everybody of the programme finds it now under “What I know”.") if quiz.shown_at else _("Taken back.")
    messages.success(request, said)
    return redirect("learning:brought_quiz", programme=programme.ref, ref=ref)


@programme_access("trainings.edit")
def take_quiz(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    """The questions as GIFT, to be taken into another program."""
    quiz = _find(programme, ref)
    text = write_gift(quiz.items, [f"{quiz.title} {number}" for number in range(1, len(quiz.items) + 1)])
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="questions.gift"'
    return answer


@access("lessons.see")
def answer_quiz(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    """All questions on one page. What she answers is told to her and to nobody else, and kept nowhere."""
    quiz = queries.find_shown(org, ref)
    if quiz is None:
        raise Http404
    answered = request.method == "POST"
    asked = queries.ask(quiz, {name: str(value) for name, value in request.POST.items()})
    right = sum(one.is_right for one in asked)
    context = {"org": org, "quiz": quiz, "asked": asked, "answered": answered, "right": right}
    return render(request, "learning/own_quiz.html", context)


def _find(programme: Programme, ref: str) -> OwnQuiz:
    quiz = queries.find_brought(programme, ref)
    if quiz is None:
        raise Http404
    return quiz
