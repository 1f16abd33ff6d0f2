from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zana.audits.actions import registers as actions
from zana.audits.models import Review
from zana.audits.papers.shelf import PAPERS, Paper, read_texts
from zana.audits.queries import papers as queries
from zana.audits.queries.registers import open_book
from zana.audits.views.who import who
from zana.people.access import access, may_here
from zana.people.models import Organisation
from zana.ui.words import LANGUAGES, OWN_NAMES, language


@never_cache
@access("registers.duties")
def show_paper(request: HttpRequest, org: Organisation, paper: str) -> HttpResponse:
    about, book = _find(paper), open_book(org)
    context = {
        "org": org,
        "paper": about,
        "blanks": queries.list_blanks(book, about, language()),
        "languages": list(OWN_NAMES.items()),
        "agreed": book.reviews.get(f"{Review.PAPER}{paper}"),
        "may_edit": may_here(request, "registers.edit"),
    }
    return render(request, "audits/register_paper.html", context)


def _find(paper: str) -> Paper:
    if paper not in PAPERS:
        raise Http404
    return PAPERS[paper]


@require_safe
@never_cache
@access("registers.duties")
def take(request: HttpRequest, org: Organisation, paper: str, language: str, form: str) -> HttpResponse:
    about = _find(paper)
    if language not in LANGUAGES or form not in queries.FORMS:
        raise Http404
    content = queries.make_paper(open_book(org), about, language, form)
    actions.note_paper(by=who(request), organisation=org, paper=paper, language=language, form=form)
    name = slugify(read_texts(language)[paper].title)
    answer = HttpResponse(content, content_type=queries.FORMS[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{language}.{form}"'
    return answer


@require_POST
@access("registers.edit")
def agree(request: HttpRequest, org: Organisation, paper: str) -> HttpResponse:
    actions.agree_paper(by=who(request), organisation=org, paper=_find(paper).code)
    messages.success(request, _("Noted: from today the team holds to it."))
    return redirect("audits:paper", org=org.ref, paper=paper)
