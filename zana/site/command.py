"""`zana`: every room's commands under one name."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module

from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility

BUG = 70  # sysexits.h EX_SOFTWARE
# Commands that read files and speak, with the rooms whose words they use. They start with 35 MB instead of 105, so
# that an archive can be read on a small machine.
LIGHT = {"audit_archive": ("zana.kernel", "zana.ui", "zana.audits")}


class Spoken(AppConfig):
    """A room of which only commands and words are wanted: no tables, and nothing is plugged in."""

    def import_models(self) -> None:
        self.models = {}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zana.site.settings")
    try:
        # People type audit-archive; a module cannot have that name.
        names = [word.replace("-", "_") if not word.startswith("-") else word for word in sys.argv[1:2]]
        if names and names[0] in LIGHT:
            apps.populate([Spoken(room, import_module(room)) for room in LIGHT[names[0]]])
        ManagementUtility(["zana", *names, *sys.argv[2:]]).execute()
    except ImproperlyConfigured as wrong:
        sys.stderr.write(f"{wrong}\n")
        sys.exit(1)
    except Exception:  # noqa: BLE001 - the edge of the program: a bug is told as a bug, with its own exit code
        traceback.print_exc()
        sys.exit(BUG)


if __name__ == "__main__":
    main()
