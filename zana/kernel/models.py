"""Abstract rows any room may build on. No words of the trade here."""

from __future__ import annotations

from django.db import models

from zana.kernel.refs import REF_LENGTH, new_ref


class Referenced(models.Model):
    """A row whose address others may see: it goes by a random `ref`, never by its number."""

    ref = models.CharField(max_length=REF_LENGTH, default=new_ref, unique=True, editable=False)

    class Meta:
        abstract = True
