from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zana.audits.actions import registers as actions
from zana.audits.models import RegisterLine, Review
from zana.audits.papers.shelf import PAPERS
from zana.audits.queries import registers as queries
from zana.audits.queries.counts import count_standing
from zana.audits.register_forms import LineForm, show_refusal
from zana.audits.rules.shapes import REGISTERS, Register
from zana.audits.views.who import who
from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.kernel.words import Saying
from zana.people import log
from zana.people.access import access, may_here
from zana.people.models import Organisation


@never_cache
@access("registers.duties")
def show_registers(request: HttpRequest, org: Organisation) -> HttpResponse:
    log.record(who(request), "register.seen", organisation=org)
    allowed = [code for code, register in REGISTERS.items() if may_here(request, register.see)]
    sees_staff = may_here(request, "registers.see")
    context = {
        "org": org,
        "shelves": queries.list_shelves(count_standing(org).lines, allowed, queries.list_reviews(org)),
        "sees_staff": sees_staff,
        "staff": [w for w in queries.list_staff(org) if w.is_here(clock.today())] if sees_staff else [],
        "leavings": queries.running_leavings(org) if sees_staff else [],
        "papers": PAPERS.values(),
    }
    return render(request, "audits/registers.html", context)


@never_cache
@access("registers.duties")
def show_register(request: HttpRequest, org: Organisation, register: str) -> HttpResponse:
    shape = find_register(request, register)
    log.record(who(request), "register.seen", organisation=org, register=register)
    book = queries.open_book(org)
    context = {
        "org": org,
        "register": shape,
        "rows": queries.describe_lines(book, shape),
        "review": book.reviews.get(queries.looked_as(register)),
        "may_edit": may_here(request, shape.edit),
        "missing": queries.missing_accounts(book) if register == "accounts" else [],
        "needs": _find_need(shape, book),
    }
    return render(request, "audits/register.html", context)


def find_register(request: HttpRequest, code: str) -> Register:
    """The register, if her role may see it: where codes lie is not for everybody who may see who decides."""
    shape = REGISTERS.get(code)
    if shape is None:
        raise Http404
    if not may_here(request, shape.see):
        raise Forbidden(shape.see)
    return shape


def _find_need(shape: Register, book: queries.Book) -> str:
    """Which other list has to be begun first."""
    required = {field.kind for field in shape.fields if field.required}
    if required & {"account", "accounts"} and not book.lines.get("accounts"):
        return "accounts"
    return "staff" if required & {"person", "people"} and not book.current else ""


@never_cache
@access("registers.edit")
def edit_line(request: HttpRequest, org: Organisation, register: str, ref: str = "") -> HttpResponse:
    shape = find_register(request, register)
    if not may_here(request, shape.edit):
        raise Forbidden(shape.edit)
    line = get_object_or_404(RegisterLine.objects.of(org), ref=ref, register=register) if ref else None
    initial = line.said if line else {}
    form = LineForm(request.POST or None, register=shape, book=queries.open_book(org), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if line:
                actions.change_line(by=who(request), line=line, said=form.cleaned_data)
            else:
                actions.add_line(by=who(request), organisation=org, register=register, said=form.cleaned_data)
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("Noted."))
            return redirect("audits:register", org=org.ref, register=register)
    leave_url = reverse("audits:register", kwargs={"org": org.ref, "register": register})
    context = {"org": org, "register": shape, "form": form, "line": line, "leave_url": leave_url}
    return render(request, "audits/register_line.html", context, status=422 if form.is_bound else 200)


@require_POST
@access("registers.edit")
def remove_line(request: HttpRequest, org: Organisation, register: str, ref: str) -> HttpResponse:
    find_register(request, register)
    line = get_object_or_404(RegisterLine.objects.of(org), ref=ref, register=register)
    actions.remove_line(by=who(request), line=line)
    messages.success(request, _("Taken off the list."))
    return redirect("audits:register", org=org.ref, register=register)


@require_POST
@access("registers.edit")
def review(request: HttpRequest, org: Organisation, register: str) -> HttpResponse:
    find_register(request, register)
    actions.review_register(by=who(request), organisation=org, register=register)
    messages.success(request, _("Looked through, with your name and today's date."))
    return redirect("audits:register", org=org.ref, register=register)


@require_POST
@access("registers.edit")
def pull_accounts(request: HttpRequest, org: Organisation) -> HttpResponse:
    actions.pull_accounts(by=who(request), organisation=org)
    messages.success(request, _("They stand on the list now. Say of each who answers for it."))
    return redirect("audits:register", org=org.ref, register="accounts")


@never_cache
@access("registers.see")
def compare(request: HttpRequest, org: Organisation) -> HttpResponse:
    """Rights against the staff list: what differs, and two signatures."""
    if request.method == "POST":
        if not may_here(request, "registers.edit"):
            raise Forbidden("registers.edit")
        return _sign(request, org)
    log.record(who(request), "register.seen", organisation=org, register="compare")
    book = queries.open_book(org)
    differences = queries.compare_book(book)
    seen = queries.fingerprint(book, differences)
    first = queries.waiting_comparison(queries.list_reviews(org))
    done = book.reviews.get(Review.COMPARE)
    context = {
        "org": org,
        "differences": differences,
        "seen": seen,
        "held": _hold_by_person(book),
        "first": first if first and first.seen == seen else None,
        "signed_by_me": bool(first and first.seen == seen and first.by_id == who(request).pk),
        "done": done if done and done.second_by_id else None,
        "ready": bool(book.staff and book.lines.get("rights")),
        "may_edit": may_here(request, "registers.edit"),
    }
    return render(request, "audits/register_compare.html", context)


def _hold_by_person(book: queries.Book) -> list[tuple[str, list[Saying]]]:
    by_ref: dict[str, list[Saying]] = {}
    for held in queries.list_held(book):
        if held.is_access:
            by_ref.setdefault(held.person, []).append(held.what)
    people = sorted(
        (w for w in book.staff if w.ref in book.current or w.ref in by_ref), key=lambda w: w.name.casefold()
    )
    return [(worker.name, by_ref.get(worker.ref, [])) for worker in people]


def _sign(request: HttpRequest, org: Organisation) -> HttpResponse:
    given = request.POST
    signed = actions.sign_comparison(
        by=who(request),
        organisation=org,
        seen=given.get("seen", ""),
        networks_too=bool(given.get("networks_too")),
        settings_too=bool(given.get("settings_too")),
    )
    if signed.second_by_id:
        messages.success(request, _("Signed by two. The next comparison is due in three months."))
    else:
        messages.success(request, _("Signed. Now somebody else looks at the same lists and signs too."))
    return redirect("audits:compare", org=org.ref)
