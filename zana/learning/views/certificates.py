"""Certificates: who has earned one, and the public page that tells whether a paper is genuine."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zana.learning.actions import certificates as actions
from zana.learning.joint_forms import RevokeForm, SerialForm
from zana.learning.models.trainings import JOINT
from zana.learning.queries import certificates, joint_papers, sessions
from zana.learning.rules.certificates import read_serial
from zana.learning.views.asking import who
from zana.people import log
from zana.people.access import programme_access, public
from zana.people.limits import may_ask
from zana.people.models import Person, Programme

LOOKS = 30  # a minute: a paper in a hand is looked up once; trying numbers is not


def _issued(count: int) -> str:
    return ngettext("%(count)s certificate is issued.", "%(count)s certificates are issued.", count) % {"count": count}


@programme_access("certificates.issue")
def show_issued(request: HttpRequest, programme: Programme, ref: str) -> HttpResponse:
    """Of one training: who was there long enough, and who has the paper."""
    training = sessions.find_training(programme, ref)
    if training is None or training.kind != JOINT:
        raise Http404
    if request.method == "POST":
        made = actions.issue_attendance(by=who(request), training=training)
        messages.success(request, _issued(len(made)))
        return redirect("learning:issued", programme=programme.ref, ref=ref)
    rows = certificates.list_issued(training)
    context = {
        "programme": programme,
        "training": training,
        "rows": rows,
        "may_issue": certificates.may_issue_now(training),
        "open": sum(1 for _row, certificate, _earned in rows if certificate is None),
    }
    return render(request, "learning/issued.html", context)


@programme_access("certificates.issue")
def show_completion(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Of the programme: how far everybody has come, and what is still missing."""
    if request.method == "POST":
        made = actions.issue_completion(by=who(request), programme=programme)
        made += actions.issue_organisations(by=who(request), programme=programme)
        messages.success(request, _issued(len(made)))
        return redirect("learning:completion", programme=programme.ref)
    log.record(who(request), "cohort.seen", programme=programme, thing="completion")  # what is missing may be a finding
    learners, places = certificates.list_learners(programme), certificates.list_places(programme)
    ready = sum(1 for one in learners if not one.way.missing and not one.certificate)
    ready += sum(1 for one in places if not one.missing and not one.certificate)
    context = {"programme": programme, "learners": learners, "places": places, "ready": ready}
    return render(request, "learning/completion.html", context)


@require_POST
@programme_access("certificates.issue")
def sign_off(request: HttpRequest, programme: Programme, person: str) -> HttpResponse:
    found = Person.objects.filter(ref=person).first()
    if found is None:
        raise Http404
    actions.sign_off(by=who(request), programme=programme, person=found)
    return redirect("learning:completion", programme=programme.ref)


@programme_access("certificates.issue")
def revoke(request: HttpRequest, programme: Programme, serial: str) -> HttpResponse:
    found = certificates.find_certificate(serial)
    if found is None or found.programme_id != programme.pk:
        raise Http404
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.revoke(by=who(request), certificate=found, **form.cleaned_data)
        messages.success(request, _("The certificate is revoked."))
        if found.training is not None:
            return redirect("learning:issued", programme=programme.ref, ref=found.training.ref)
        return redirect("learning:completion", programme=programme.ref)
    context = {"programme": programme, "certificate": found, "form": form, "title": joint_papers.title_of(found)}
    return render(request, "learning/revoke.html", context)


# --- for anybody


@require_safe
@public
def verify(request: HttpRequest, serial: str = "") -> HttpResponse:
    """By the code on the paper, or by the number typed. A name only where she said so."""
    typed = serial or request.GET.get("serial", "")
    form = SerialForm({"serial": typed} if typed else None)
    if not typed:
        return render(request, "learning/verify.html", {"form": form})
    if not may_ask(request, "certificates", LOOKS):
        return render(request, "learning/verify.html", {"form": form, "is_busy": True}, status=429)
    found = certificates.find_certificate(read_serial(typed))
    if found is None:
        return render(request, "learning/verify.html", {"form": form, "is_unknown": True}, status=404)
    context = {
        "form": form,
        "certificate": found,
        "title": joint_papers.title_of(found),
        "held_on": date.fromisoformat(found.kept["day"]),
    }
    answer = render(request, "learning/verify.html", context)
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-store"
    return answer
