from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.people.models.organisations import Programme


class PersonManager(BaseUserManager["Person"]):
    def create_person(
        self, *, name: str, email: str | None = None, language: str = "sq", password: str | None = None
    ) -> Person:
        person = self.model(name=name, email=email, language=language)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(Referenced, AbstractBaseUser):
    """Somebody who signs in or is counted in a training. What she may do stands in her memberships."""

    name = models.CharField(max_length=120)
    email = models.EmailField(null=True, blank=True, unique=True)  # always lower case; a volunteer may have none
    language = models.CharField(max_length=2, default="sq")  # sq, sr, en
    gender = models.CharField(max_length=8, blank=True, default="")  # said by herself; only for counts, see `release`
    may_be_named = models.BooleanField(default=False)  # in the record of learning that leaves this house
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PersonManager()
    roles_seen: Mapping[tuple[str, int], frozenset[str]] = MappingProxyType({})  # by the door, for this request
    programmes_seen: Sequence[Programme] | None = None  # through which she reached the organisation, by its door

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")) | models.Q(email=None),
                name="person_email_is_lower_case",
            ),
            models.CheckConstraint(
                condition=models.Q(gender__in=["", "woman", "man", "other", "unsaid"]), name="person_gender_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower() if self.email else None
        super().save(*args, **kwargs)

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name else ""
