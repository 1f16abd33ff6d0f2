from __future__ import annotations

from django.db import models
from django.db.models import Q

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.people.models.organisations import Organisation, Programme
from zana.people.models.persons import Person


class LiveEnrolments(models.Manager["Enrolment"]):
    def get_queryset(self) -> models.QuerySet[Enrolment]:
        return super().get_queryset().filter(left_on=None)


class Enrolment(models.Model):
    """An organisation takes part in a programme. While it does, the support side reaches it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="enrolments")
    joined_on = models.DateField(default=clock.today)
    left_on = models.DateField(null=True, blank=True)

    objects = models.Manager["Enrolment"]()
    live = LiveEnrolments()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation"], condition=Q(left_on=None), name="one_live_enrolment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.programme}"


class LiveMemberships(models.Manager["Membership"]):
    def get_queryset(self) -> models.QuerySet[Membership]:
        return super().get_queryset().filter(ended_at=None)


_SIDE = Q(organisation=None, programme__isnull=False) | Q(organisation__isnull=False, programme=None)


class Membership(models.Model):
    """A person holds a role: in one organisation, or on the support side of one programme."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20)  # people/roles.py; a growing list is not a database choice
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager["Membership"]()
    live = LiveMemberships()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_SIDE, name="membership_has_one_side"),
            models.UniqueConstraint(
                fields=["person", "role", "organisation"],
                condition=Q(ended_at=None, programme=None),
                name="one_live_role_in_organisation",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "programme"],
                condition=Q(ended_at=None, organisation=None),
                name="one_live_role_in_programme",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"


class Invitation(Referenced):
    """A one-time link for one address and one role. Only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="sq")
    role = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=_SIDE, name="invitation_has_one_side")]

    def __str__(self) -> str:
        return f"{self.name}: {self.role}"
