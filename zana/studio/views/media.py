from __future__ import annotations

from typing import TypeVar

from django.core.files import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from zana.people.access import access, public
from zana.people.models import Organisation
from zana.studio import media_links, queries
from zana.studio.media.small import draw_small
from zana.studio.models import Asset

Answer = TypeVar("Answer", bound=HttpResponseBase)


@require_safe
@access("pieces.see")
def show_asset(request: HttpRequest, org: Organisation, ref: str) -> FileResponse:
    asset = queries.find_asset(org, ref)
    if asset is None:
        raise Http404
    return _send(asset, "private, max-age=3600")


@require_safe
@access("pieces.see")
def show_small(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    asset = queries.find_asset(org, ref)
    if asset is None:
        raise Http404
    with _opened(asset) as file:
        small = draw_small(file.read())
    return _dress(HttpResponse(small, content_type="image/jpeg"), "private, max-age=86400, immutable")


@require_safe
@public
def show_public(request: HttpRequest, token: str) -> FileResponse:
    """For networks that fetch pictures themselves: the signature and its end are the permission."""
    asset = media_links.find_by_token(token)
    if asset is None:
        raise Http404
    return _send(asset, "no-store")


def _send(asset: Asset, cache: str) -> FileResponse:
    return _dress(FileResponse(_opened(asset), content_type=asset.content_type, filename=asset.file_name), cache)


def _opened(asset: Asset) -> File[bytes]:
    try:
        return asset.file.open("rb")
    except OSError as gone:
        raise Http404 from gone


def _dress(answer: Answer, cache: str) -> Answer:
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = cache
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if cache == "no-store" else "same-origin"
    return answer
