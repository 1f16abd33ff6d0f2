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
from zana.people.models import Organisation, Person, Programme
from zana.people.roles import PERMISSIONS, roles_in, roles_of_programme
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
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return _marked(guarded, Access("signed_in"))


def access(permission: str) -> Callable[[View], View]:
    """A page of one organisation: `/o/<str:org>/...`. The view receives the Organisation as `org`."""
    allowed = PERMISSIONS[permission]

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, org: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, Person):
                return redirect_to_login(request.get_full_path())
            organisation = Organisation.objects.filter(ref=org).first()
            held = roles_in(request.user, organisation) if organisation else frozenset()
            if organisation is None or not held:
                raise Http404
            if not held & allowed:
                raise Forbidden(permission)
            if organisation.requires_second_factor and not has_second_factor(request.user):
                return redirect("mfa_index")
            request.organisation, request.roles = organisation, held  # type: ignore[attr-defined]  # for menu and slots
            return view(request, organisation, *args, **kwargs)

        return _marked(guarded, Access("organisation", permission))

    return declare


def programme_access(permission: str) -> Callable[[View], View]:
    """A page of one programme: `/p/<str:programme>/...`. The view receives the Programme as `programme`."""
    allowed = PERMISSIONS[permission]

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, programme: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, Person):
                return redirect_to_login(request.get_full_path())
            found = Programme.objects.filter(ref=programme).first()
            held = roles_of_programme(request.user, found) if found else frozenset()
            if found is None or not held:
                raise Http404
            if not held & allowed:
                raise Forbidden(permission)
            if found.requires_second_factor and not has_second_factor(request.user):
                return redirect("mfa_index")
            request.programme, request.roles = found, held  # type: ignore[attr-defined]  # for menu and slots
            return view(request, found, *args, **kwargs)

        return _marked(guarded, Access("programme", permission))

    return declare


def _marked(view: View, mark: Access) -> View:
    view.zana_access = mark  # type: ignore[attr-defined]  # read by the access walk
    return view
