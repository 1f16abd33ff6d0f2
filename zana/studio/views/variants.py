from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from zana.kernel.errors import Refusal
from zana.people.access import access
from zana.people.models import Organisation, Person
from zana.studio import actions, gate, queries
from zana.studio.forms import VariantForm
from zana.studio.models import Variant
from zana.studio.rules.pictures import MAX_UPLOAD, refuse_bytes
from zana.studio.rules.pieces import put_link
from zana.studio.rules.remarks import OPEN
from zana.studio.showing import preview, show_verdict
from zana.studio.uploads import PictureUpload
from zana.studio.views.finding import person_of, variant_or_404
from zana.ui.words import words


@csrf_exempt  # the token stands in the body, which must not be read before we say where a picture goes
@require_http_methods(["GET", "HEAD", "POST"])
@access("pieces.write")
def compose(request: HttpRequest, org: Organisation, piece: str, variant: str) -> HttpResponse:
    """One form for everything: each button saves the text first, so that nothing typed is ever lost."""
    request.upload_handlers = [PictureUpload(request, MAX_UPLOAD)]
    return _compose(request, org, piece, variant)


@csrf_protect
def _compose(request: HttpRequest, org: Organisation, piece: str, variant: str) -> HttpResponse:
    shown = variant_or_404(org, piece, variant)
    form = VariantForm(request.POST or None, request.FILES or None, variant=shown)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, shown, form)
        except Refusal as no:
            form.add_error(None, words(no.saying))
            shown = variant_or_404(org, piece, variant)  # as it stands now, not as she would have had it
            form.data = {**form.data.dict(), "version": str(shown.piece.version)}  # type: ignore[attr-defined]  # a QueryDict
        else:
            messages.success(request, _("Saved and checked."))
            return redirect("studio:compose", org.ref, piece, variant)
    return _show(request, org, shown, form)


def _save(request: HttpRequest, variant: Variant, form: VariantForm) -> None:
    given, person = form.cleaned_data, person_of(request)
    actions.edit_variant(
        by=person,
        variant=variant,
        text=given["text"],
        link=given["link"],
        alt_texts=form.alt_texts(),
        version=given["version"] or 0,
    )
    if any(isinstance(one, PictureUpload) and one.has_overflowed for one in request.upload_handlers):
        raise Refusal(refuse_bytes())
    if given["file"]:
        actions.add_picture(
            by=person, variant=variant, file=given["file"], name=given["file"].name, alt_text=given["alt_text"]
        )
    verb, _colon, ref = request.POST.get("do", "").partition(":")
    if verb in ("take", "leave"):
        _decide(person, variant, verb, ref)
    if verb in ("remove", "looked"):
        picture = queries.find_picture(variant.organisation, ref)
        if picture is None or picture.variant_id != variant.pk:
            return  # taken out meanwhile: what she wanted is so
        if verb == "remove":
            actions.remove_picture(by=person, picture=picture)
        else:
            actions.confirm_look(by=person, asset=picture.asset)


def _decide(person: Person, variant: Variant, verb: str, ref: str) -> None:
    """About words that somebody else said beside this text."""
    remark = queries.find_remark(variant.organisation, ref)
    if remark is not None and remark.variant_id == variant.pk:
        decide = actions.take_remark if verb == "take" else actions.leave_remark
        decide(by=person, remark=remark)


def _show(request: HttpRequest, org: Organisation, variant: Variant, form: VariantForm) -> HttpResponse:
    verdict = gate.check(variant)
    said = queries.list_remarks(variant)
    context = {
        "remarks": [remark for remark in said if remark.state == OPEN],
        "decided": [remark for remark in said if remark.state != OPEN],
        "org": org,
        "piece": variant.piece,
        "variant": variant,
        "tabs": queries.list_variants(variant.piece),
        "form": form,
        "answer": show_verdict(verdict, variant),
        "preview": preview(verdict, variant),
        "limits": variant.account.description.limits,
        "stored": variant.text if form.errors else "",
    }
    return render(request, "studio/compose.html", context, status=422 if form.errors else 200)


@require_POST
@access("pieces.write")
def count(request: HttpRequest, org: Organisation, piece: str, variant: str) -> HttpResponse:
    """The line under the text while she types, as the network counts. Nothing is stored."""
    shown = variant_or_404(org, piece, variant)
    text = put_link(request.POST.get("text", "")[:70_000], request.POST.get("link", "")[:500])
    limits = shown.account.description.limits
    context = {"variant": shown, "length": limits.count(text), "limits": limits}
    return render(request, "studio/_count.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access("pieces.write")
def remove_variant(request: HttpRequest, org: Organisation, piece: str, variant: str) -> HttpResponse:
    shown = variant_or_404(org, piece, variant)
    if request.method == "POST":
        actions.remove_variant(by=person_of(request), variant=shown)
        messages.success(request, _("Taken out. The others stay."))
        return redirect("studio:piece", org.ref, piece)
    return render(request, "studio/remove.html", {"org": org, "piece": shown.piece, "variant": shown})
