"""Every row that belongs to an organisation is `Owned`; its manager refuses to be asked about everybody at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from zana.people.models.organisations import Organisation


class Unscoped(Exception):
    """A query on owned rows named no organisation. Say `.of(organisation)`, or mean it: `.across_organisations()`."""


M = TypeVar("M", bound="Owned")


class OwnedQuerySet(models.QuerySet[M]):
    """Rows of one organisation (or, openly, of many); remembers the one so that what it creates belongs there."""

    _organisation: Organisation | None = None

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # Django's own way to carry state along
        clone._organisation = self._organisation
        return clone

    def create(self, **facts: Any) -> M:
        if self._organisation is not None:
            facts.setdefault("organisation", self._organisation)
        return super().create(**facts)


class OwnedManager(models.Manager[M]):
    """Scoped by `of`, or by the owned row one stands on (`piece.variants.all()`); anything else raises."""

    def get_queryset(self) -> OwnedQuerySet[M]:
        if getattr(self, "instance", None) is None:  # only a related manager stands on a row
            raise Unscoped(self.model.__name__)
        return self._open()

    def of(self, organisation: Organisation) -> OwnedQuerySet[M]:
        scoped = self._open().filter(organisation=organisation)
        scoped._organisation = organisation
        return scoped

    def across_organisations(self) -> OwnedQuerySet[M]:
        """Crossing on purpose: workers, sums over a programme, the demonstration. Grep for it."""
        return self._open()

    def create(self, **facts: Any) -> M:
        return self._open().create(**facts)

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        return self._open().bulk_create(objs, *args, **kwargs)

    def _open(self) -> OwnedQuerySet[M]:
        return OwnedQuerySet(self.model, using=self._db)


class Owned(models.Model):
    """Abstract: belongs to exactly one organisation, for ever."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")

    objects = OwnedManager[Self]()

    class Meta:
        abstract = True
