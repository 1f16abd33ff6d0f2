from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zana.kernel.errors import Refusal
from zana.people.access import access, may_here
from zana.people.models import Organisation
from zana.studio import actions, gate, queries
from zana.studio.forms import AddVariantForm, TitleForm, WriteForm
from zana.studio.models import Piece
from zana.studio.showing import show_verdict
from zana.studio.views.finding import person_of, piece_or_404
from zana.ui.words import words

ON_A_PAGE = 30


@require_safe
@access("pieces.see")
def list_pieces(request: HttpRequest, org: Organisation) -> HttpResponse:
    page = Paginator(queries.list_pieces(org), ON_A_PAGE).get_page(request.GET.get("page"))
    may_write = may_here(request, "pieces.write")
    return render(request, "studio/pieces.html", {"org": org, "page": page, "may_write": may_write})


@require_http_methods(["GET", "HEAD", "POST"])
@access("pieces.write")
def write_piece(request: HttpRequest, org: Organisation) -> HttpResponse:
    form = WriteForm(request.POST or None, organisation=org)
    if request.method == "POST" and form.is_valid():
        try:
            piece = _write(request, org, form)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            first = piece.variants.first()
            if first is None:
                return redirect("studio:piece", org.ref, piece.ref)
            return redirect("studio:compose", org.ref, piece.ref, first.ref)
    status = 422 if form.errors else 200
    return render(request, "studio/write.html", {"org": org, "form": form}, status=status)


@transaction.atomic
def _write(request: HttpRequest, org: Organisation, form: WriteForm) -> Piece:
    """The piece and its variants, or nothing."""
    given, person = form.cleaned_data, person_of(request)
    piece = actions.write_piece(
        by=person,
        organisation=org,
        title=given["title"],
        body=given["body"],
        language=given["language"],
        key=given["once"],
    )
    for account in form.chosen_accounts():
        actions.add_variant(by=person, piece=piece, account=account)
    return piece


@require_safe
@access("pieces.see")
def show_piece(request: HttpRequest, org: Organisation, piece: str) -> HttpResponse:
    shown = piece_or_404(org, piece)
    variants = queries.list_variants(shown)
    verdicts = gate.check_each(variants)
    lines = [(each, show_verdict(verdict, each)) for each, verdict in zip(variants, verdicts, strict=True)]
    context = {
        "org": org,
        "piece": shown,
        "lines": lines,
        "may_write": may_here(request, "pieces.write"),
        "add_form": AddVariantForm(piece=shown),
    }
    return render(request, "studio/piece.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access("pieces.write")
def edit_piece(request: HttpRequest, org: Organisation, piece: str) -> HttpResponse:
    shown = piece_or_404(org, piece)
    now = {"title": shown.title, "body": shown.body, "version": shown.version}
    form = TitleForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.edit_piece(
                by=person_of(request),
                piece=shown,
                version=given["version"] or 0,
                title=given["title"],
                body=given["body"],
            )
        except Refusal as no:
            form.add_error(None, words(no.saying))
            form.data = {**form.data.dict(), "version": str(shown.version)}  # type: ignore[attr-defined]  # a QueryDict
        else:
            messages.success(request, _("Saved."))
            return redirect("studio:piece", org.ref, shown.ref)
    context = {"org": org, "piece": piece_or_404(org, piece), "form": form}
    return render(request, "studio/edit.html", context, status=422 if form.errors else 200)


@require_POST
@access("pieces.write")
def add_variant(request: HttpRequest, org: Organisation, piece: str) -> HttpResponse:
    shown = piece_or_404(org, piece)
    form = AddVariantForm(request.POST, piece=shown)
    if not form.is_valid():
        messages.error(request, _("Choose an account and a language."))
        return redirect("studio:piece", org.ref, shown.ref)
    variant = actions.add_variant(
        by=person_of(request), piece=shown, account=form.chosen_account(), language=form.cleaned_data["language"]
    )
    return redirect("studio:compose", org.ref, shown.ref, variant.ref)
