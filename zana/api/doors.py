"""Who comes in with which key, and what she may do here: the pages' own table, asked on every request.

A route without `@opens` is refused when the house is built. An outsider gets 404, an insider without the role 403.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema
from ninja.security import HttpBearer

from zana.api.actions import count_use, print_of
from zana.api.models import Key
from zana.kernel.errors import Forbidden
from zana.kernel.words import Saying, say
from zana.people.models import Organisation, Person
from zana.people.roles import PERMISSIONS, roles_in
from zana.people.sign_in import has_second_factor
from zana.ui.words import read_language, speaking


class Shut(Exception):
    """A door that stays shut, with words and the status a program understands."""

    def __init__(self, status: int, saying: Saying) -> None:
        super().__init__(saying.english())
        self.status, self.saying = status, saying


class Refused(Schema):
    """The body of every "no"."""

    refused: str
    fields: list[str] = []


class Asked(HttpRequest):
    """A request with a live key. `organisation` is there where the route has one and the door was open."""

    key: Key
    person: Person
    organisation: Organisation


class ByKey(HttpBearer):
    """`Authorization: Bearer zana_...`; the key's print is looked up, so the key itself is compared nowhere."""

    def authenticate(self, request: HttpRequest, token: str) -> Key | None:
        key = Key.objects.select_related("person").filter(sha256=print_of(token)).first()
        if key is None or not key.is_live or not key.person.is_active:
            return None
        if not count_use(key):
            raise Shut(429, TOO_MANY)
        request.key, request.person = key, key.person  # type: ignore[attr-defined]  # Asked, from here on
        return key


TOO_MANY = say("Too many requests in this minute. Wait a little and go on.")
NOT_WITH_THIS_KEY = say("This key may only look. Make one that may also answer.")
NOT_YOURS = say("Your role does not allow this.")
NEEDS_SECOND_STEP = say("This organisation asks for a second step. Set one up for your sign-in first.")


def opens(permission: str, *, writes: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """For a route with `org` in its address; `permission` stands in the table of `people.roles`."""
    allowed = PERMISSIONS[permission]

    def declare(answer: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(answer)
        def guarded(request: Asked, *args: Any, **given: Any) -> Any:
            with speaking(spoken(request)):
                request.organisation = _enter(request, given["org"], allowed, permission)
                _check_scope(request, writes)
                return answer(request, *args, **given)

        guarded.opens = (permission, writes)  # type: ignore[attr-defined]  # read when the house is built
        return guarded

    return declare


def opens_to_all(answer: Callable[..., Any]) -> Callable[..., Any]:
    """For a route without an organisation: anyone with a live key, about herself."""

    @wraps(answer)
    def guarded(request: Asked, *args: Any, **given: Any) -> Any:
        with speaking(spoken(request)):
            return answer(request, *args, **given)

    guarded.opens = ("", False)  # type: ignore[attr-defined]  # read when the house is built
    return guarded


def spoken(request: HttpRequest) -> str:
    """The language of words: what the program asks for, else her own."""
    wished = request.headers.get("Accept-Language", "").split(",")[0]
    person = getattr(request, "person", None)
    return read_language(wished) or (person.language if person else "en")


def _enter(request: Asked, ref: str, allowed: frozenset[str], permission: str) -> Organisation:
    organisation = Organisation.objects.filter(ref=ref).first()
    held = roles_in(request.person, organisation) if organisation else frozenset()
    if organisation is None or not held:
        raise Http404
    if not held & allowed:
        raise Forbidden(permission)
    if organisation.requires_second_factor and not has_second_factor(request.person):
        raise Shut(403, NEEDS_SECOND_STEP)
    return organisation


def _check_scope(request: Asked, writes: bool) -> None:
    if writes and request.key.scope != Key.ANSWER:
        raise Shut(403, NOT_WITH_THIS_KEY)
