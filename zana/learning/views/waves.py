"""What people said about a training, for lead and trainer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zana.learning.actions import feedback as actions
from zana.learning.feedback_forms import ExtendForm, SafeguardForm
from zana.learning.models import FeedbackWave
from zana.learning.queries import feedback as queries
from zana.learning.queries.sessions import find_training
from zana.learning.rules.feedback import ITEMS
from zana.learning.views.asking import who
from zana.people.access import may_here, programme_access
from zana.people.models import Programme
from zana.ui.words import words


@require_safe
@programme_access("feedback.see")
def show_waves(request: HttpRequest, programme: Programme) -> HttpResponse:
    is_lead = may_here(request, "feedback.release")
    context = {
        "programme": programme,
        "is_lead": is_lead,
        "waves": queries.list_waves(programme, who(request), is_lead=is_lead),
        "unopened": queries.list_unopened(programme),
        "days": queries.list_days_told(programme, who(request), is_lead=is_lead),
        "safeguard": queries.find_safeguard(programme),
    }
    return render(request, "learning/waves.html", context)


@require_POST
@programme_access("feedback.see")
def open_wave(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    training = find_training(programme, ref)
    if training is None:
        raise Http404
    wave = actions.open_wave(by=who(request), training=training)
    messages.success(request, _("Everybody who was there is asked now."))
    return redirect("learning:wave", programme=programme.ref, ref=wave.ref)


@require_safe
@programme_access("feedback.see")
def show_wave(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    is_lead = may_here(request, "feedback.release")
    wave = _find(request, programme, ref)
    line = next(one for one in queries.list_waves(programme, who(request), is_lead=is_lead) if one.wave.pk == wave.pk)
    context = {
        "programme": programme,
        "wave": wave,
        "line": line,
        "is_lead": is_lead,
        "results": queries.read_results(wave),
        "said": queries.list_words(wave) if is_lead or wave.words_shown else [],
        "link": request.build_absolute_uri(f"{reverse('learning:feedback')}?w={wave.ref}"),
        "extending": ExtendForm(),
    }
    return render(request, "learning/wave.html", context)


@require_POST
@programme_access("feedback.release")
def release_wave(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    actions.release_wave(by=who(request), wave=_find(request, programme, ref))
    messages.success(request, _("The wave is over and shown as a whole."))
    return redirect("learning:wave", programme=programme.ref, ref=ref)


@require_POST
@programme_access("feedback.release")
def extend_wave(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    wave, form = _find(request, programme, ref), ExtendForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a day to come. What was shown stays as it is."))
        return redirect("learning:wave", programme=programme.ref, ref=ref)
    actions.extend_wave(by=who(request), wave=wave, until=form.cleaned_data["until"])
    messages.success(request, _("Saved."))
    return redirect("learning:wave", programme=programme.ref, ref=ref)


@require_POST
@programme_access("feedback.release")
def strike_words(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    wave = _find(request, programme, ref)
    said = next((one for one in queries.list_words(wave) if one.ref == request.POST.get("words")), None)
    if said is not None:
        actions.strike_words(by=who(request), words=said)
        messages.success(request, _("Taken out."))
    return redirect("learning:wave", programme=programme.ref, ref=ref)


@require_POST
@programme_access("feedback.release")
def show_words(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    actions.show_words(by=who(request), wave=_find(request, programme, ref))
    messages.success(request, _("The trainers can read the words now."))
    return redirect("learning:wave", programme=programme.ref, ref=ref)


@require_safe
@programme_access("feedback.see")
def show_day(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    """What was said about an individual day, by name as it was given."""
    is_lead = may_here(request, "feedback.release")
    training = queries.find_day_told(programme, who(request), ref, is_lead=is_lead)
    if training is None:
        raise Http404
    given = [
        (one, [(words(saying), one.answers.get(name)) for name, saying in ITEMS.items()])
        for one in queries.list_day_answers(training)
    ]
    return render(request, "learning/day_told.html", {"programme": programme, "training": training, "given": given})


@require_http_methods(["GET", "HEAD", "POST"])
@programme_access("feedback.release")
def name_safeguard(request: HttpRequest, programme: Programme) -> HttpResponse:
    people = queries.list_people_who_may_be_named(programme)
    now = queries.find_safeguard(programme)
    form = SafeguardForm(request.POST or None, people=people, initial={"person": now.ref if now else ""})
    if request.method == "POST" and form.is_valid():
        actions.name_safeguard(by=who(request), programme=programme, person=form.cleaned_data["person"])
        messages.success(request, _("Saved."))
        return redirect("learning:waves", programme=programme.ref)
    context = {"programme": programme, "form": form}
    return render(request, "learning/safeguard.html", context, status=422 if form.errors else 200)


def _find(request: HttpRequest, programme: Programme, ref: str) -> FeedbackWave:
    is_lead = may_here(request, "feedback.release")
    wave = queries.find_wave(programme, who(request), ref, is_lead=is_lead)
    if wave is None:
        raise Http404
    return wave
