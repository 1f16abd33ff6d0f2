"""From an address to rows, or a 404."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from zana.people.models import Organisation, Person
from zana.studio import queries
from zana.studio.models import Piece, Variant


def person_of(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def piece_or_404(org: Organisation, ref: str) -> Piece:
    piece = queries.find_piece(org, ref)
    if piece is None:
        raise Http404
    return piece


def variant_or_404(org: Organisation, piece: str, ref: str) -> Variant:
    variant = queries.find_variant(piece_or_404(org, piece), ref)
    if variant is None:
        raise Http404
    return variant
