from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zana.people.access import access, public
from zana.people.models import Organisation
from zana.studio import media_links, queries
from zana.studio.media.small import draw_small
from zana.studio.models import Asset


@require_safe
@access("pieces.see")
def show_asset(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    asset = queries.find_asset(org, ref)
    return _send(_read(asset), asset.content_type if asset else "", "private, max-age=3600")


@require_safe
@access("pieces.see")
def show_small(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    small = draw_small(_read(queries.find_asset(org, ref)))
    return _send(small, "image/jpeg", "private, max-age=86400, immutable")


@require_safe
@public
def show_public(request: HttpRequest, token: str) -> HttpResponse:
    """For networks that fetch pictures themselves: the signature and its end are the permission."""
    found = media_links.read_by_token(token)
    if found is None:
        raise Http404
    return _send(*found, "no-store", to_anyone=True)


def _read(asset: Asset | None) -> bytes:
    """Whole: a clean picture is a few megabytes at most."""
    if asset is None:
        raise Http404
    try:
        return asset.read()
    except OSError as gone:
        raise Http404 from gone


def _send(content: bytes, kind: str, cache: str, *, to_anyone: bool = False) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = cache
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if to_anyone else "same-origin"
    return answer
