from __future__ import annotations

from django.db import models

from zana.kernel import clock
from zana.kernel.models import Referenced
from zana.learning.rules.own_items import OwnItem
from zana.people.models import Person, Programme


class OwnQuiz(Referenced):
    """Questions a programme brought along, in one language. People answer for themselves; no answer is kept.

    Nobody sees it before somebody of the programme has looked through it and shows it.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    language = models.CharField(max_length=2)
    kept_items = models.JSONField()  # `rules.own_items.OwnItem.as_json()`
    brought_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField(default=clock.now)
    shown_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def items(self) -> list[OwnItem]:
        return [OwnItem.from_json(one) for one in self.kept_items]
