"""`zana reseal`: everything sealed is sealed anew under the newest key, so that an old key can be thrown away."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection, transaction

from zana.kernel.commands import ZanaCommand
from zana.kernel.crypto import SealedBytesField, SealedTextField, reseal, reseal_bytes
from zana.kernel.words import say


class Command(ZanaCommand):
    help = "Seal every token, place and letter anew under the newest key."

    def run(self, **options: Any) -> dict[str, Any]:
        count: int = sum(
            _reseal_column(model._meta.db_table, str(field.column), str(model._meta.pk.column), field)
            for model in apps.get_models()
            for field in model._meta.local_fields
            if isinstance(field, SealedTextField | SealedBytesField)
        )
        self.tell(say("{count} sealed texts are under the newest key.", count=count))
        return {"resealed": count}


@transaction.atomic
def _reseal_column(table: str, column: str, key: str, field: SealedTextField | SealedBytesField) -> int:
    """Column by column and below the models: opening a Hidden text is not this command's business."""
    name = connection.ops.quote_name
    with connection.cursor() as cursor:
        empty = "" if isinstance(field, SealedBytesField) else f" AND {name(column)} <> ''"
        where = f"{name(column)} IS NOT NULL{empty}"
        cursor.execute(f"SELECT {name(key)}, {name(column)} FROM {name(table)} WHERE {where}")  # noqa: S608 - our own names
        rows = cursor.fetchall()
        change = f"UPDATE {name(table)} SET {name(column)} = %s WHERE {name(key)} = %s"  # noqa: S608 - our own names
        for pk, sealed in rows:
            cursor.execute(change, [reseal(sealed) if isinstance(sealed, str) else reseal_bytes(bytes(sealed)), pk])
    return len(rows)
