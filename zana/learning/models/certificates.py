from __future__ import annotations

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.learning.models.trainings import Training
from zana.learning.rules.certificates import ATTENDANCE, COMPLETION, KINDS, ORGANISATION, new_serial
from zana.people.models import Person, Programme
from zana.people.tenancy import Owned


class SignOff(Owned):
    """The trainer saw the practical work done: it stands for the quiz."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "person"], name="one_sign_off_a_person")]

    def __str__(self) -> str:
        return f"{self.person} signed off"


class Certificate(Owned):
    """What was earned, in the words of that day: a later change of a title or a name does not reach it.

    Nothing here is deleted; one that should not stand is revoked and says so.
    """

    serial = models.CharField(max_length=20, unique=True, default=new_serial, editable=False)
    kind = models.CharField(max_length=12)  # attendance, completion, organisation
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    training = models.ForeignKey(Training, null=True, on_delete=models.PROTECT, related_name="+")
    kept = models.JSONField()  # name, organisation, title, day, minutes, planned, programme, implementer
    is_name_public = models.BooleanField(default=False)  # she said that the public page may show it
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="certificate_has_a_known_kind"),
            models.CheckConstraint(
                condition=Q(kind=ORGANISATION, person=None) | (~Q(kind=ORGANISATION) & Q(person__isnull=False)),
                name="certificate_is_a_persons_or_an_organisations",
            ),
            models.UniqueConstraint(
                fields=["training", "person"],
                condition=Q(kind=ATTENDANCE, revoked_at=None),
                name="one_live_certificate_of_attendance",
            ),
            models.UniqueConstraint(
                fields=["programme", "person"],
                condition=Q(kind=COMPLETION, revoked_at=None),
                name="one_live_certificate_of_completion",
            ),
            models.UniqueConstraint(
                fields=["programme", "organisation"],
                condition=Q(kind=ORGANISATION, revoked_at=None),
                name="one_live_certificate_of_the_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.serial


class CalendarFeed(Referenced):
    """A person's calendar under a secret address. Only the print of the secret is kept; a new one ends the old."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(revoked_at=None), name="one_live_calendar_a_person")
        ]

    def __str__(self) -> str:
        return f"calendar of {self.person}"
