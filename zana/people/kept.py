"""What somebody had filled in when her sign-in ran out: it waits in a sealed cookie of that one page.

A volunteer with twenty minutes must not answer twice because a session ended while the tea boiled.
"""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponseBase

from zana.kernel.crypto import SealBroken, seal, unseal

COOKIE = "zana_kept"
SECONDS = 30 * 60
MOST = 2_500  # characters; sealed they must fit into a cookie
NEVER = ("csrfmiddlewaretoken", "password", "code", "token")


def keep_fields(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """On the way to the sign-in page. Files and long texts cannot be kept; secrets are not."""
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return answer
    fields = {name: value for name, value in request.POST.items() if not any(word in name for word in NEVER)}
    written = json.dumps(fields, separators=(",", ":"), ensure_ascii=False)
    if fields and len(written) <= MOST:
        answer.set_cookie(
            COOKIE, seal(written), max_age=SECONDS, path=request.path, httponly=True, samesite="Lax",
            secure=request.is_secure(),
        )  # fmt: skip
    return answer


def kept_fields(request: HttpRequest) -> dict[str, str]:
    """What was kept for this page, or nothing. It stays until the page is sent."""
    try:
        return dict(json.loads(unseal(request.COOKIES[COOKIE])))
    except (KeyError, SealBroken, ValueError):
        return {}


def forget_fields(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    if request.method == "POST" and COOKIE in request.COOKIES:
        answer.delete_cookie(COOKIE, path=request.path)
    return answer
