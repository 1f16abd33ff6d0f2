from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zana.people.access import access, public
from zana.people.models import Organisation
from zana.studio import media_links, queries
from zana.studio.media.small import draw_small
from zana.studio.models import Asset

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")  # one part; several are answered whole


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
    word = media_links.read_word(token)
    found = (word.encode(), "text/plain; charset=utf-8") if word else media_links.read_by_token(token)
    if found is None:
        raise Http404
    answer = _send(*found, "private, max-age=600", to_anyone=True)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return _cut(request, answer)


def _cut(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The part that was asked for, as fetchers of videos do; of HEAD only the headers."""
    content, whole = answer.content, len(answer.content)
    answer.headers["Accept-Ranges"] = "bytes"
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked and (asked[1] or asked[2]):
        first = int(asked[1]) if asked[1] else max(0, whole - int(asked[2]))
        last = min(int(asked[2]), whole - 1) if asked[1] and asked[2] else whole - 1
        fits = first <= last and (asked[1] or int(asked[2]))
        answer.status_code = 206 if fits else 416
        answer.headers["Content-Range"] = f"bytes {first}-{last}/{whole}" if fits else f"bytes */{whole}"
        answer.headers["Content-Encoding"] = "identity"  # a part that was packed would be another part
        content = content[first : last + 1] if fits else b""
    answer.headers["Content-Length"] = str(len(content))
    answer.content = b"" if request.method == "HEAD" else content
    return answer


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
