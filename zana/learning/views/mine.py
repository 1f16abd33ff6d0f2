"""A person's own trainings: invitations, "I am here", her certificates, her calendar."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zana.kernel import clock
from zana.learning.actions import certificates as certificate_actions
from zana.learning.actions import feeds as feed_actions
from zana.learning.actions import invitees, presence
from zana.learning.joint_forms import AnswerForm
from zana.learning.models import Block, Certificate
from zana.learning.queries import certificates, feeds, joint, joint_papers
from zana.learning.queries.sessions import find_line
from zana.learning.queries.wording import title_of_topic
from zana.learning.views.asking import who
from zana.people.access import access, may_here, public, signed_in
from zana.people.models import Organisation
from zana.ui.files import hand_over
from zana.ui.words import OWN_NAMES


@access("trainings.join")
def my_trainings(request: HttpRequest, org: Organisation) -> HttpResponse:
    speaks_for_it = may_here(request, "organisation.edit")
    found = certificates.certificates_for(who(request), org, whole=speaks_for_it)
    context = {
        "org": org,
        "mine": joint.my_trainings(who(request), org),
        "certificates": [(one, joint_papers.title_of(one)) for one in found],
        "today": clock.today(),
        "languages": OWN_NAMES.items(),
        "takes": may_here(request, "statements.take"),
    }
    return render(request, "learning/my_trainings.html", context)


@access("trainings.join")
def show_training(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    """Her invitation: when, what, where, and her answer."""
    invitee = joint.my_invitation(who(request), org, ref)
    if invitee is None:
        raise Http404
    training = invitee.training
    form = AnswerForm(request.POST or None, invitee=invitee)
    if request.method == "POST" and form.is_valid():
        invitees.answer_invitation(by=who(request), organisation=org, training=training, **form.cleaned_data)
        messages.success(request, _("Thank you. You can change your answer until the training."))
        return redirect("learning:training", org=org.ref, ref=ref)
    context = {
        "org": org,
        "training": training,
        "name": training.name,
        "invitee": invitee,
        "halves": joint.list_agenda(training),
        "meeting": joint.meeting_of(training),
        "form": form,
        "topics": [(topic, title_of_topic(topic)) for topic in joint.joint_topics(training)],
        "is_over": training.held_on < clock.today(),
        "has_begun": training.held_on <= clock.today(),
    }
    return render(request, "learning/training.html", context)


@signed_in
def check_in(request: HttpRequest, block: str, code: str) -> HttpResponse:
    """Behind the code on the trainer's screen. Opening it says nothing yet: she taps."""
    found = Block.objects.filter(ref=block).select_related("training__programme", "training__trainer").first()
    line = find_line(found.training, who(request)) if found else None
    if found is None or line is None:
        raise Http404
    if request.method == "POST":
        presence.check_in(by=who(request), block=found, code=code)
        messages.success(request, _("You are written down. The trainer confirms it in a moment."))
        return redirect("learning:my_trainings", org=line.organisation.ref)
    context = {"training": found.training, "when": joint_papers.when(found), "line": line}
    return render(request, "learning/check_in.html", context)


@require_safe
@access("trainings.join")
def my_certificate(request: HttpRequest, org: Organisation, serial: str, language: str) -> HttpResponse:
    found = _find_certificate(request, org, serial)
    if found.revoked_at or language not in OWN_NAMES:
        raise Http404
    paper = joint_papers.certificate_pdf(found, language)
    return hand_over(paper, "application/pdf", f"{found.serial}-{language}.pdf")


@require_POST
@access("trainings.join")
def show_name(request: HttpRequest, org: Organisation, serial: str) -> HttpResponse:
    found = _find_certificate(request, org, serial)
    is_public = request.POST.get("public") == "yes"
    certificate_actions.show_name(by=who(request), certificate=found, is_public=is_public)
    told = _("The public page names you now.") if is_public else _("The public page does not name you.")
    messages.success(request, told)
    return redirect("learning:my_trainings", org=org.ref)


def _find_certificate(request: HttpRequest, org: Organisation, serial: str) -> Certificate:
    """Her own, or, for who speaks for the organisation, the organisation's."""
    hers = certificates.certificates_for(who(request), org, whole=may_here(request, "organisation.edit"))
    found = next((one for one in hers if one.serial == serial), None)
    if found is None:
        raise Http404
    return found


# --- calendar


@signed_in
def my_calendar(request: HttpRequest) -> HttpResponse:
    """The address is shown once, right after it is made: only its print is kept."""
    address = ""
    if request.method == "POST":
        if request.POST.get("what") == "close":
            feed_actions.close_feed(by=who(request))
            messages.success(request, _("The calendar is closed. Its address shows nothing any more."))
            return redirect("learning:my_calendar")
        secret = feed_actions.open_feed(by=who(request))
        address = settings.ZANA_BASE_URL + reverse("learning:calendar", kwargs={"secret": secret})
    context = {"address": address, "feed": feeds.live_feed(who(request))}
    return render(request, "learning/calendar.html", context)


@require_safe
@public
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """For calendar programs. A wrong or closed address is simply not there."""
    feed = feeds.find_feed(secret)
    if feed is None:
        raise Http404
    answer = HttpResponse(feeds.write_feed(feed), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="zana.ics"'
    answer.headers["Cache-Control"] = "private, max-age=900"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
