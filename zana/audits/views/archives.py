from __future__ import annotations

import itertools
import json
from typing import IO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from zana.audits import actions
from zana.audits.archives.opening import ALLOW, NEVER, SPARE, Parts
from zana.audits.forms import MOST_BYTES, ArchiveForm
from zana.audits.models import Evidence, Incident
from zana.audits.queries import pages
from zana.audits.queries.incidents import stopping_incident
from zana.audits.uploads import UnlinkedFileUploadHandler, collect_parts
from zana.audits.views.who import who
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say
from zana.people import log
from zana.people.access import access
from zana.people.models import Organisation


@csrf_exempt  # the token stands in the body, which must not be read before we say where it goes
@access("audits.answer")
def give_archive(request: HttpRequest, org: Organisation) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + 100_000:
        return _show_archive_form(request, org, refused=TOO_LARGE)
    handler = UnlinkedFileUploadHandler(request, MOST_BYTES)
    request.upload_handlers = [handler]
    return _take_archive(request, org)


TOO_LARGE = say(
    "The file is larger than 50 MB, so it holds far more than we may read. Ask the network again, in the format JSON, "
    "and choose only the categories Security and login information, Apps and websites, Preferences."
)


@csrf_protect
def _take_archive(request: HttpRequest, org: Organisation) -> HttpResponse:
    people = pages.members_of(org)
    if request.method != "POST":
        return _show_archive_form(request, org)
    if held := request.POST.get("held"):
        return _keep_held(request, org, held)
    form = ArchiveForm(request.POST, request.FILES, people=people)
    handler = cast(UnlinkedFileUploadHandler, request.upload_handlers[0])
    if handler.has_overflowed:
        return _show_archive_form(request, org, refused=TOO_LARGE)
    if not form.is_valid():
        return _show_archive_form(request, org, form=form)
    try:
        kept = actions.read_archive(
            by=who(request), organisation=org, file=_list_given(request), holder=form.cleaned_data["holder"]
        )
    except actions.AnotherHolder as other:
        return _show_archive_form(request, org, doubt=other)
    except Refusal as no:
        return _show_archive_form(request, org, refused=no.saying)
    finally:
        for each in itertools.chain.from_iterable(files for _name, files in request.FILES.lists()):
            each.close()
    return _go_on(request, org, len(kept))


def _list_given(request: HttpRequest) -> list[IO[bytes] | Parts]:
    """Whole files as they were sent, or what a browser took out of them."""
    if files := [file.file for file in request.FILES.getlist("file") if file.file]:
        return list(files)
    return list(collect_parts(request.POST.get("names", ""), request.FILES.getlist("part")))


def _keep_held(request: HttpRequest, org: Organisation, held: str) -> HttpResponse:
    try:
        kept = actions.keep_held(by=who(request), organisation=org, held=held)
    except Refusal as no:
        return _show_archive_form(request, org, refused=no.saying)
    return _go_on(request, org, len(kept))


def _go_on(request: HttpRequest, org: Organisation, count: int) -> HttpResponse:
    said = ngettext(
        "One check was looked at in the archive. The file itself is gone again.",
        "%(count)d checks were looked at in the archive. The file itself is gone again.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("audits:words", org=org.ref)


def _show_archive_form(
    request: HttpRequest,
    org: Organisation,
    form: ArchiveForm | None = None,
    refused: Saying | None = None,
    doubt: actions.AnotherHolder | None = None,
) -> HttpResponse:
    people = pages.members_of(org)
    me = who(request).pk if who(request) in people else None
    context = {
        "org": org,
        "form": form or ArchiveForm(people=people, initial={"holder": me}),
        "refused": refused,
        "doubt": doubt,
        "too_large": TOO_LARGE,
        "script": json.dumps({"allow": ALLOW, "never": sorted(NEVER), "spare": SPARE}),
        "allowed": sorted({pattern.rsplit("/", 1)[-1] for pattern in ALLOW if "part*" not in pattern}),
        "leave_url": reverse("audits:overview", kwargs={"org": org.ref}),
    }
    return render(request, "audits/archive.html", context, status=422 if refused or form else 409 if doubt else 200)


@access("audits.answer")
def show_words(request: HttpRequest, org: Organisation) -> HttpResponse:
    log.record(who(request), "audit.seen", organisation=org)
    asked = pages.list_asked(org)
    return render(request, "audits/words.html", {"org": org, "asked": asked})


@require_POST
@access("audits.answer")
def say_word(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    evidence = get_object_or_404(Evidence.objects.of(org), ref=ref)
    actions.confirm_facts(by=who(request), evidence=evidence, answer=request.POST.get("answer", ""))
    stopped = stopping_incident(org)
    if stopped and stopped.state == Incident.SUSPECTED:
        return redirect("audits:incident", org=org.ref, ref=stopped.ref)
    messages.success(request, _("Noted, with your name and today's date."))
    return redirect("audits:words", org=org.ref)
