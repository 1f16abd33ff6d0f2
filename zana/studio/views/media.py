from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from zana.people.access import access, public
from zana.people.models import Organisation
from zana.studio import media_links, queries
from zana.studio.models import Asset


@require_safe
@access("pieces.see")
def show_asset(request: HttpRequest, org: Organisation, ref: str) -> FileResponse:
    asset = queries.find_asset(org, ref)
    if asset is None:
        raise Http404
    return _send(asset, "private, max-age=3600")


@require_safe
@public
def show_public(request: HttpRequest, token: str) -> FileResponse:
    """For networks that fetch pictures themselves: the signature and its end are the permission."""
    asset = media_links.find_by_token(token)
    if asset is None:
        raise Http404
    return _send(asset, "no-store")


def _send(asset: Asset, cache: str) -> FileResponse:
    try:
        file = asset.file.open("rb")
    except OSError as gone:
        raise Http404 from gone
    answer = FileResponse(file, content_type=asset.content_type, filename=asset.file_name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = cache
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if cache == "no-store" else "same-origin"
    return answer
