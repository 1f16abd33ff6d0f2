from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zana.kernel.errors import Refusal
from zana.people.access import access
from zana.people.models import Organisation, Person
from zana.people.roles import may
from zana.publishing import actions, queries, rules
from zana.publishing.content import see_now, variants_of
from zana.publishing.forms import BY_HAND, LinkForm, ReturnForm, ScheduleForm
from zana.publishing.models import Delivery
from zana.studio import gate
from zana.studio.models import Piece
from zana.ui.words import words


def who(request: HttpRequest) -> Person:
    """The signed-in person; the access marks have made sure that there is one."""
    return cast(Person, request.user)


def _piece(org: Organisation, ref: str) -> Piece:
    return get_object_or_404(Piece.objects.of(org).select_related("organisation", "author"), ref=ref)


def _delivery(org: Organisation, ref: str) -> Delivery:
    return get_object_or_404(queries.deliveries_of(org), ref=ref)


# --- approval


@access("pieces.see")
def show_approval(request: HttpRequest, org: Organisation, piece: str) -> HttpResponse:
    shown = _piece(org, piece)
    return _render_approval(request, org, shown, ReturnForm())


def _render_approval(request: HttpRequest, org: Organisation, piece: Piece, form: ReturnForm) -> HttpResponse:
    approval = queries.last_approval(piece)
    variants = [(variant, gate.check(variant)) for variant in variants_of(org).filter(piece=piece)]
    is_open = approval is not None and approval.state == rules.ASKED
    context = {
        "org": org,
        "piece": piece,
        "approval": approval,
        "is_open": is_open,
        "is_stale": approval is not None and approval.seen != see_now(piece),
        "variants": variants,
        "form": form,
        "may_decide": is_open and may(who(request), "pieces.approve", org),
        "may_ask": may(who(request), "pieces.write", org),
        "may_publish": may(who(request), "deliveries.publish", org),
    }
    return render(request, "publishing/approval.html", context)


@require_POST
@access("pieces.write")
def ask_approval(request: HttpRequest, org: Organisation, piece: str) -> HttpResponse:
    asked = _piece(org, piece)
    actions.ask_approval(by=who(request), piece=asked)
    messages.success(request, _("Asked. The director sees it on her page; you are told when she has read it."))
    return redirect("publishing:approval", org=org.ref, piece=asked.ref)


@require_POST
@access("pieces.approve")
def approve(request: HttpRequest, org: Organisation, approval: str) -> HttpResponse:
    shown = get_object_or_404(queries.approvals_of(org), ref=approval)
    actions.approve(by=who(request), approval=shown)
    messages.success(request, _("Approved, exactly as it stands. Any later change has to be approved again."))
    return redirect("publishing:approval", org=org.ref, piece=shown.piece.ref)


@require_POST
@access("pieces.approve")
def return_piece(request: HttpRequest, org: Organisation, approval: str) -> HttpResponse:
    shown = get_object_or_404(queries.approvals_of(org), ref=approval)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _render_approval(request, org, _piece(org, shown.piece.ref), form)
    actions.return_with_words(by=who(request), approval=shown, note=form.cleaned_data["note"])
    messages.success(request, _("Sent back with your words."))
    return redirect("publishing:approval", org=org.ref, piece=shown.piece.ref)


# --- when it goes out


@access("deliveries.publish")
def schedule(request: HttpRequest, org: Organisation, piece: str) -> HttpResponse:
    chosen = _piece(org, piece)
    lines = queries.lines_of(chosen)
    form = ScheduleForm(request.POST or None, organisation=org, lines=lines)
    once = request.POST.get("once", "")
    if request.method == "POST" and actions.was_scheduled(once):
        return redirect("publishing:outbox", org=org.ref)
    if request.method == "POST" and form.is_valid():
        made = _schedule(request, chosen, form)
        if made is not None:
            return made
    context = {"org": org, "piece": chosen, "lines": lines, "form": form}
    return render(request, "publishing/schedule.html", context)


def _schedule(request: HttpRequest, piece: Piece, form: ScheduleForm) -> HttpResponse | None:
    facts = form.cleaned_data
    by_hand = facts["when"] == BY_HAND
    try:
        made = actions.schedule(
            by=who(request),
            piece=piece,
            variants=facts["chosen"],
            due_at=facts["due_at"],
            by_hand=by_hand,
            once_key=facts["once"],
        )
    except Refusal as no:
        form.add_error(None, words(no.saying))
        return None
    org = piece.organisation
    if by_hand and len(made) == 1:
        return redirect("publishing:by_hand", org=org.ref, delivery=made[0].ref)
    messages.success(request, _("It is in the outbox."))
    return redirect("publishing:outbox", org=org.ref)


@access("pieces.see")
def show_outbox(request: HttpRequest, org: Organisation) -> HttpResponse:
    context = {
        "org": org,
        "parts": queries.outbox_of(org),
        "may_publish": may(who(request), "deliveries.publish", org),
    }
    return render(request, "publishing/outbox.html", context)


@access("pieces.see")
def show_delivery(request: HttpRequest, org: Organisation, delivery: str) -> HttpResponse:
    shown = _delivery(org, delivery)
    context = {
        "org": org,
        "delivery": shown,
        "sendings": list(shown.sendings.all()),
        "may_publish": may(who(request), "deliveries.publish", org),
    }
    return render(request, "publishing/delivery.html", context)


@require_POST
@access("deliveries.publish")
def stop_delivery(request: HttpRequest, org: Organisation, delivery: str) -> HttpResponse:
    actions.cancel(by=who(request), delivery=_delivery(org, delivery))
    messages.success(request, _("Stopped. Nothing goes out."))
    return redirect("publishing:outbox", org=org.ref)


@require_POST
@access("deliveries.publish")
def send_again(request: HttpRequest, org: Organisation, delivery: str) -> HttpResponse:
    actions.send_again(by=who(request), delivery=_delivery(org, delivery))
    messages.success(request, _("It is in the outbox again."))
    return redirect("publishing:delivery", org=org.ref, delivery=delivery)


@require_POST
@access("deliveries.publish")
def take_in_hand(request: HttpRequest, org: Organisation, delivery: str) -> HttpResponse:
    actions.take_in_hand(by=who(request), delivery=_delivery(org, delivery))
    return redirect("publishing:by_hand", org=org.ref, delivery=delivery)


@access("deliveries.publish")
def by_hand(request: HttpRequest, org: Organisation, delivery: str) -> HttpResponse:
    """The phone sheet: copy, save, open, paste the link."""
    shown = _delivery(org, delivery)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish_by_hand(by=who(request), delivery=shown, link=form.cleaned_data["link"])
        except Refusal as no:
            form.add_error("link", words(no.saying))
        else:
            messages.success(request, _("It is out, and we know where it stands."))
            return redirect("publishing:delivery", org=org.ref, delivery=shown.ref)
    variant = variants_of(org).get(pk=shown.variant_id)
    held = queries.why_hold(variant) if shown.state == rules.BY_HAND else None
    context = {"org": org, "delivery": shown, "variant": variant, "held": held, "form": form}
    return render(request, "publishing/by_hand.html", context)


@access("deliveries.publish")
def check_delivery(request: HttpRequest, org: Organisation, delivery: str) -> HttpResponse:
    """We could not tell whether it is out; she looks and says."""
    shown = _delivery(org, delivery)
    form = LinkForm(request.POST if request.POST.get("there") == "yes" else None)
    if request.method == "POST" and (request.POST.get("there") == "no" or form.is_valid()):
        link = form.cleaned_data["link"] if form.is_bound else None
        try:
            actions.resolve_please_check(by=who(request), delivery=shown, link=link)
        except Refusal as no:
            form.add_error(None, words(no.saying)) if form.is_bound else messages.error(request, words(no.saying))
        else:
            messages.success(request, _("Thank you. Now we know."))
            return redirect("publishing:delivery", org=org.ref, delivery=shown.ref)
    context = {"org": org, "delivery": shown, "form": form, "sending": shown.sendings.last()}
    return render(request, "publishing/check.html", context)
