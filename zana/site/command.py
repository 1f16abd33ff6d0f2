"""`zana`: every room's commands under one name."""

from __future__ import annotations

import os
import sys
import traceback

from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility

BUG = 70  # sysexits.h EX_SOFTWARE


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zana.site.settings")
    try:
        # People type audit-archive; a module cannot have that name.
        names = [word.replace("-", "_") if not word.startswith("-") else word for word in sys.argv[1:2]]
        ManagementUtility(["zana", *names, *sys.argv[2:]]).execute()
    except ImproperlyConfigured as wrong:
        sys.stderr.write(f"{wrong}\n")
        sys.exit(1)
    except Exception:  # noqa: BLE001 - the edge of the program: a bug is told as a bug, with its own exit code
        traceback.print_exc()
        sys.exit(BUG)


if __name__ == "__main__":
    main()
