"""On the job, after the day."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.learning.actions import coaching as actions
from zana.learning.curriculum.levels import ladders
from zana.learning.forms import ContactForm, LevelForm
from zana.learning.queries import coaching
from zana.learning.queries.wording import title_of_topic
from zana.learning.rules.coaching import REVIEW_AHEAD
from zana.learning.views.asking import who
from zana.people import log
from zana.people.access import access, may_here, programme_access
from zana.people.models import Organisation, Programme
from zana.people.queries import enrolled
from zana.ui.words import language, words


@access("coaching.see")
def show_coaching(request: HttpRequest, org: Organisation) -> HttpResponse:
    """What is late may be a finding, so this too is a look at the safety check."""
    log.record(who(request), "audit.seen", organisation=org, thing="coaching")
    context = {
        "org": org,
        "late": coaching.list_late(org),
        "reviews": coaching.list_reviews(org),
        "contacts": coaching.list_contacts(org),
        "levels": coaching.list_levels(org),
        "may_edit": may_here(request, "coaching.edit"),
        "today": clock.today(),
        "soon": clock.today() + REVIEW_AHEAD,
    }
    return render(request, "learning/coaching.html", context)


@access("coaching.edit")
def log_contact(request: HttpRequest, org: Organisation) -> HttpResponse:
    reviews = [review for review in coaching.list_reviews(org) if review.contact is None]
    told = {"held_on": clock.today().isoformat(), "review": request.GET.get("review", "")}
    form = ContactForm(request.POST or None, reviews=reviews, initial=told)
    if request.method == "POST" and form.is_valid():
        try:
            actions.log_contact(by=who(request), organisation=org, **form.contact())
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            messages.success(request, _("Noted."))
            return redirect("learning:coaching", org=org.ref)
    return render(request, "learning/contact.html", {"org": org, "form": form})


@access("coaching.edit")
def agree_level(request: HttpRequest, org: Organisation, topic: str) -> HttpResponse:
    ladder = ladders().get(topic)
    if ladder is None:
        raise Http404
    now = next(one for one in coaching.list_levels(org) if one.topic == topic)
    initial = {"level": now.level, "target": coaching.WANTED if now.target is None else now.target}
    form = LevelForm(request.POST or None, anchors=ladder.anchors[language()], initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.agree_level(by=who(request), organisation=org, topic=topic, **form.cleaned_data)
        messages.success(request, _("Noted."))
        return redirect("learning:coaching", org=org.ref)
    return render(request, "learning/level.html", {"org": org, "form": form, "title": title_of_topic(topic)})


@programme_access("coaching.edit")
def show_waiting(request: HttpRequest, programme: Programme) -> HttpResponse:
    """For the trainer: who waits for a call, a review, a next step. What is late stands there by name."""
    log.record(who(request), "cohort.seen", programme=programme, thing="calls")
    context = {"programme": programme, "lines": coaching.list_waiting(list(enrolled(programme)))}
    return render(request, "learning/waiting.html", context)
