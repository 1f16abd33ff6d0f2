from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from zana.people.models import Person


def who(request: HttpRequest) -> Person:
    """The signed-in person; the access marks have made sure that there is one."""
    return cast(Person, request.user)
