"""A person keeps the language she picked, on every device."""

from __future__ import annotations

from django.http import HttpRequest

from zana.people.models import Person
from zana.ui import choice
from zana.ui.words import Language


def remember_choices() -> None:
    choice.on_choice(_keep)


def _keep(request: HttpRequest, picked: Language) -> None:
    if isinstance(request.user, Person) and request.user.language != picked:
        Person.objects.filter(pk=request.user.pk).update(language=picked)
