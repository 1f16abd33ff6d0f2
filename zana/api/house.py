"""The API as one thing: its rooms, its answers when something is wrong, its description."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from zana.api.audits import router as audits
from zana.api.doors import NOT_YOURS, ByKey, Shut, spoken
from zana.api.learning import router as learning
from zana.audits.actions import AnotherHolder
from zana.kernel.errors import Forbidden, Refusal
from zana.kernel.words import Saying, say
from zana.ui.words import speaking, words

UNKNOWN_KEY = say("This needs a key: Authorization: Bearer zana_... Make one on your page of keys.")
NOT_HERE = say("There is nothing at this address, or it is not yours to see.")
UNREADABLE = say("The request does not have the form it should have.")


class House(NinjaAPI):
    """What it answers is for one program and is kept by nobody on the way."""

    def create_response(self, request: HttpRequest, data: Any, **more: Any) -> HttpResponse:
        answer = super().create_response(request, data, **more)
        answer.headers["Cache-Control"] = "no-store"
        return answer


# The page with Swagger draws with inline styles, which our pages forbid: docs/api.md and openapi.json tell the same.
house = House(
    title="Zana",
    version="1",
    description="The same actions, permissions and log as the pages, with a key in one person's name.",
    urls_namespace="api",
    docs_url=None,
    auth=ByKey(),
)
house.add_router("", audits)
house.add_router("", learning)


def _refuse(request: HttpRequest, status: int, saying: Saying, **more: Any) -> HttpResponse:
    with speaking(spoken(request)):
        return house.create_response(request, {"refused": words(saying), **more}, status=status)


@house.exception_handler(Refusal)
def _no(request: HttpRequest, no: Refusal) -> HttpResponse:
    return _refuse(request, 422, no.saying)


@house.exception_handler(AnotherHolder)
def _whose(request: HttpRequest, other: AnotherHolder) -> HttpResponse:
    """Not a no but a question: `held` goes back to `archives/held` once a person has said yes."""
    return _refuse(request, 409, other.saying, held=other.held)


@house.exception_handler(Forbidden)
def _not_yours(request: HttpRequest, _no: Forbidden) -> HttpResponse:
    return _refuse(request, 403, NOT_YOURS)


@house.exception_handler(Shut)
def _shut(request: HttpRequest, shut: Shut) -> HttpResponse:
    answer = _refuse(request, shut.status, shut.saying)
    if shut.status == 429:
        answer.headers["Retry-After"] = "60"
    return answer


@house.exception_handler(Http404)
def _not_here(request: HttpRequest, _no: Http404) -> HttpResponse:
    return _refuse(request, 404, NOT_HERE)


@house.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, _no: AuthenticationError) -> HttpResponse:
    answer = _refuse(request, 401, UNKNOWN_KEY)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@house.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """Which fields; never what stood in them."""
    fields = [".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0]) for error in wrong.errors]
    return _refuse(request, 422, UNREADABLE, fields=fields)
