from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zana.audits.cards import cards
from zana.audits.queries.cards import describe_card
from zana.people.access import access
from zana.people.models import Organisation


@require_safe
@access("audits.see")
def show_card(request: HttpRequest, org: Organisation, card: str) -> HttpResponse:
    """One card alone, to be printed and laid beside the telephone."""
    found = cards().get(card)
    if found is None:
        raise Http404
    return render(request, "audits/card.html", {"org": org, "card": describe_card(found)})
