"""Reading a draft of the team and saying something beside it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zana.people.access import access
from zana.people.models import Organisation
from zana.studio import actions, gate, queries
from zana.studio.forms import RemarkForm
from zana.studio.views.finding import person_of, variant_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@access("pieces.see")
def read_draft(request: HttpRequest, org: Organisation, piece: str, variant: str) -> HttpResponse:
    shown = variant_or_404(org, piece, variant)
    passages = queries.list_passages(shown, gate.check(shown))
    form = RemarkForm(request.POST or None, passages=[one for one, _said in passages])
    if request.method == "POST" and form.is_valid():
        actions.make_remark(by=person_of(request), variant=shown, **form.remark())
        messages.success(request, _("Sent. It stands beside the text."))
        return redirect("studio:read", org.ref, piece, variant)
    general = [remark for remark in queries.list_remarks(shown) if not remark.passage]
    context = {"org": org, "piece": shown.piece, "variant": shown, "passages": passages, "general": general}
    return render(request, "studio/read.html", context, status=422 if form.errors else 200)
