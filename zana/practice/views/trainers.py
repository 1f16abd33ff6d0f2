"""Trainers and programme leads set the stage; nobody else does."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zana.people.access import public
from zana.people.models import Membership, Person
from zana.people.roles import LEAD, TRAINER

View = Callable[..., HttpResponse]


def is_trainer(person: Person) -> bool:
    return Membership.live.filter(person=person, role__in=(TRAINER, LEAD)).exists()


def for_trainers(view: View) -> View:
    """In the practice network alone nobody is signed in, so there only the stage's token counts."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = getattr(request, "user", None)
        if not (isinstance(user, Person) and is_trainer(user)):
            return render(request, "practice/trainers_only.html", status=403)
        return view(request, *args, **kwargs)

    return public(guarded)  # type: ignore[return-value]  # the mark keeps the view's own type
