from __future__ import annotations

import itertools

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from zana.audits.actions import probing as actions
from zana.audits.probing.reporting import real_accounts
from zana.audits.queries import probing as queries
from zana.audits.uploads import UnlinkedFileUploadHandler
from zana.audits.views.who import who
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying
from zana.networks.queries import list_accounts
from zana.people import log
from zana.people.access import access
from zana.people.models import Organisation
from zana.people.roles import may

MOST_BYTES = 120 * 1024 * 1024  # twenty photos of a good phone


@access("audits.see")
def show_probing(request: HttpRequest, org: Organisation) -> HttpResponse:
    log.record(who(request), "audit.seen", organisation=org)
    lookout = queries.lookout_of(org)
    plan = lookout.language_plan if lookout else {}
    context = {
        "org": org,
        "lines": queries.list_probed(org),
        "lookout": lookout,
        "is_waiting": lookout is not None and lookout.is_waiting,
        "troubles": queries.troubles_of(lookout),
        "plan": [(language, plan.get(language, "")) for language in actions.LANGUAGES],
        "accounts": real_accounts(org),
        "has_rehearsal": any(account.is_practice for account in list_accounts(org)),
        "may_answer": may(who(request), "audits.answer", org),
    }
    return render(request, "audits/probing.html", context)


@require_POST
@access("audits.answer")
def ask_look(request: HttpRequest, org: Organisation) -> HttpResponse:
    actions.ask_look(by=who(request), organisation=org, weekly=bool(request.POST.get("weekly")))
    messages.success(request, _("We look as soon as a worker is free, usually within a minute."))
    return redirect("audits:probing", org=org.ref)


@require_POST
@access("audits.answer")
def stop_looking(request: HttpRequest, org: Organisation) -> HttpResponse:
    actions.stop_looking(by=who(request), organisation=org)
    messages.success(request, _("We do not look any more. What was seen stays."))
    return redirect("audits:probing", org=org.ref)


@require_POST
@access("audits.answer")
def set_website(request: HttpRequest, org: Organisation) -> HttpResponse:
    actions.set_website(by=who(request), organisation=org, website=request.POST.get("website", "")[:200])
    messages.success(request, _("Noted. The next look includes it."))
    return redirect("audits:probing", org=org.ref)


@require_POST
@access("audits.answer")
def set_plan(request: HttpRequest, org: Organisation) -> HttpResponse:
    told = {language: request.POST.get(language, "").strip() for language in actions.LANGUAGES}
    plan = {language: int(share) for language, share in told.items() if share.isdecimal() and len(share) <= 3}
    actions.set_language_plan(by=who(request), organisation=org, plan=plan)
    messages.success(request, _("Noted. The next look includes it."))
    return redirect("audits:probing", org=org.ref)


@require_POST
@access("audits.answer")
def look_at_rehearsal(request: HttpRequest, org: Organisation) -> HttpResponse:
    found = actions.look_at_rehearsal(by=who(request), organisation=org)
    lines = queries.describe_probed(found)
    return render(request, "audits/rehearsed.html", {"org": org, "lines": lines})


@csrf_exempt  # the token stands in the body, which must not be read before we say where it goes
@access("audits.answer")
def give_photos(request: HttpRequest, org: Organisation) -> HttpResponse:
    request.upload_handlers = [UnlinkedFileUploadHandler(request, MOST_BYTES)]
    return _take_photos(request, org)


@csrf_protect
def _take_photos(request: HttpRequest, org: Organisation) -> HttpResponse:
    if request.method != "POST":
        return _show_photos(request, org)
    try:
        files = [(file.name or "", file.file) for file in request.FILES.getlist("photos") if file.file]
        harmless = bool(request.POST.get("harmless"))
        evidence = actions.check_photos(by=who(request), organisation=org, files=files, harmless=harmless)
    except Refusal as no:
        return _show_photos(request, org, no.saying)
    finally:
        for each in itertools.chain.from_iterable(files for _name, files in request.FILES.lists()):
            each.close()
    return _show_photos(request, org, seen=evidence.seen["why"], facts=evidence.seen["facts"])


def _show_photos(
    request: HttpRequest,
    org: Organisation,
    refused: Saying | None = None,
    seen: Saying | None = None,
    facts: list[Saying] | None = None,
) -> HttpResponse:
    context = {"org": org, "refused": refused, "seen": seen, "facts": facts, "most": actions.PHOTOS}
    return render(request, "audits/photos.html", context, status=422 if refused else 200)
