"""What impact keeps about one person: which files she gave, and which reports she froze."""

from __future__ import annotations

from zana.impact.models import Import, Report
from zana.people.keeping import Keeping

_COUNTS = "numbers under a fingerprint; it names nobody and shows no small number"

KEEPINGS = {
    "imports": Keeping(
        Import,
        told={"made_by": ("form", "file_name", "made_at", "rows_read")},
        emptied={"file_name": ("made_by",)},
        searched=("faults",),
    ),
    "reports_frozen": Keeping(
        Report,
        told={"made_by": ("version", "made_at")},
        untouched={"snapshot": _COUNTS, "evidence": _COUNTS},
    ),
}
