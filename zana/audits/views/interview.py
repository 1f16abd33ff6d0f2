from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zana.audits import actions
from zana.audits.controls import catalogue
from zana.audits.forms import AnswerForm
from zana.audits.queries import pages
from zana.audits.views.who import who
from zana.kernel.errors import Refusal
from zana.people.access import access
from zana.people.models import Organisation
from zana.ui.words import words


@access("audits.answer")
def ask(request: HttpRequest, org: Organisation, control: str) -> HttpResponse:
    about = catalogue().get(control)
    if about is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_control(by=who(request), organisation=org, control=control, **form.cleaned_data)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            following = pages.ask_question(org, about).following
            if following:
                return redirect("audits:ask", org=org.ref, control=following)
            messages.success(request, _("Every question of this check has an answer now."))
            return redirect("audits:overview", org=org.ref)
    context = {
        "org": org,
        "form": form,
        "question": pages.ask_question(org, about),
        "leave_url": reverse("audits:overview", kwargs={"org": org.ref}),
        "given": form.data if form.is_bound else {"result": "", "way": "", "note": ""},
    }
    return render(request, "audits/ask.html", context, status=422 if form.is_bound else 200)
