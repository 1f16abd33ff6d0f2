"""Every page declares who may open it. A route without one of these marks fails a test.

An outsider gets 404 (she must not learn that the organisation exists), an insider without the role 403.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from zana.kernel.errors import Forbidden
from zana.people.kept import forget_fields, keep_fields
from zana.people.models import Organisation, Person, Programme
from zana.people.roles import PERMISSIONS, find_organisation, find_programme, note_roles
from zana.people.sign_in import has_second_factor

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Access:
    """What a view declares: `kind` is public, signed_in, organisation or programme."""

    kind: str
    permission: str = ""


def declared(view: Any) -> Access | None:
    found: Access | None = getattr(view, "zana_access", None)
    return found


def public(view: View) -> View:
    """Anyone, without signing in."""
    return _marked(view, Access("public"))


def signed_in(view: View) -> View:
    """Anyone who has signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return keep_fields(request, redirect_to_login(request.get_full_path()))
        return forget_fields(request, view(request, *args, **kwargs))

    return _marked(guarded, Access("signed_in"))


def access(permission: str) -> Callable[[View], View]:
    """A page of one organisation: `/o/<str:org>/...`. The view receives the Organisation."""
    return _guard("organisation", "org", permission, find_organisation)


def programme_access(permission: str) -> Callable[[View], View]:
    """A page of one programme: `/p/<str:programme>/...`. The view receives the Programme."""
    return _guard("programme", "programme", permission, find_programme)


Found = tuple[Organisation | Programme | None, frozenset[str]]


def _guard(kind: str, place: str, permission: str, find: Callable[[Person, str], Found]) -> Callable[[View], View]:
    """`place` is the name of the ref in the address; `find` says what it is and which roles she holds there."""
    allowed = PERMISSIONS[permission]

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, Person):
                return keep_fields(request, redirect_to_login(request.get_full_path()))
            found, held = find(request.user, kwargs.pop(place))
            if found is None or not held:
                raise Http404
            if not held & allowed:
                raise Forbidden(permission)
            if found.requires_second_factor and not has_second_factor(request.user):
                return redirect("mfa_index")
            note_roles(request.user, found, held)
            setattr(request, kind, found)  # for menu and slots
            request.roles = held  # type: ignore[attr-defined]  # for menu and slots
            return forget_fields(request, view(request, found, *args, **kwargs))

        return _marked(guarded, Access(kind, permission))

    return declare


def may_here(request: HttpRequest, permission: str) -> bool:
    """For what a page shows: asks the roles with which she came through the door. Actions ask `roles.require`."""
    held: frozenset[str] = getattr(request, "roles", frozenset())
    return bool(held & PERMISSIONS[permission])


def _marked(view: View, mark: Access) -> View:
    view.zana_access = mark  # type: ignore[attr-defined]  # read by the access walk
    return view
