"""Django's command; only that a database takes no migrations that would make nothing in it."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from zana.site.routers import STAGE


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """The stage's database is asked for the stage's own migrations.

        For the others the router says no to every table, but Django draws all models for each of them, and a house
        waited ten seconds of its first start for that.
        """
        if options["database"] == STAGE and not options["app_label"]:
            options |= {"app_label": STAGE, "run_syncdb": False}  # Django refuses the latter together with an app
        super().handle(*args, **options)
