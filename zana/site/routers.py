"""The practice network lives in a database of its own: nothing of the stage may lean on the house."""

from __future__ import annotations

from typing import Any

from django.db import connections, router
from django.db.migrations.executor import MigrationExecutor

STAGE = "practice"


class PracticeRouter:
    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return STAGE if model._meta.app_label == STAGE else None

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool | None:
        sides = {one._meta.app_label == STAGE, other._meta.app_label == STAGE}
        return None if sides == {False} else sides == {True}

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (app_label == STAGE) == (db == STAGE)


def count_missing(alias: str) -> int:
    """How many migrations of its own rooms a database has not seen yet."""
    executor = MigrationExecutor(connections[alias])
    own = [leaf for leaf in executor.loader.graph.leaf_nodes() if router.allow_migrate(alias, leaf[0])]
    return len(executor.migration_plan(own))
