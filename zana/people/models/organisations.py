from __future__ import annotations

from django.db import models

from zana.kernel import clock
from zana.kernel.models import Referenced


class Organisation(Referenced):
    """A small NGO. What another room knows of it is that room's own table, pointing here."""

    slug = models.SlugField(max_length=60, unique=True)  # its name on the command line
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=40, default="association")  # association, shelter, counselling, network
    region = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=2, default="sq")
    zone = models.CharField(max_length=40, default="Europe/Belgrade")
    website = models.URLField(blank=True)
    requires_second_factor = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Programme(Referenced):
    """A run of support: who carries it out, with which partners, paid by whom."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    implementer = models.CharField(max_length=160)
    partner_network = models.CharField(max_length=160, blank=True)
    funder = models.CharField(max_length=160, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    requires_second_factor = models.BooleanField(default=False)
    organisations = models.ManyToManyField(Organisation, through="people.Enrolment", related_name="+")

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="programme_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.name
