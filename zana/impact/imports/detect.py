"""Which export is it? Known by what it holds, never by its file name."""

from __future__ import annotations

from zana.impact.imports import content, daily
from zana.impact.imports.shapes import Export
from zana.impact.imports.sheets import Sheet, open_sheet
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say


def read_export(file: bytes) -> Export:
    """Refuses, in words, a file that is none of the known exports or cannot be trusted."""
    sheet = open_sheet(file)
    if daily.matches(sheet):
        return daily.read_days(sheet)
    for form in content.FORMS:
        if form.matches(sheet.header):
            return content.read_content(form, sheet)
    raise Refusal(_unknown(sheet))


def _unknown(sheet: Sheet) -> Saying:
    """Names what was expected and what was found, so that a person can see which file she took."""
    expected = [f"{form.label}: {', '.join(form.expected())}" for form in content.FORMS]
    found = ", ".join(name for name in (sheet.title, *sheet.header) if name)
    return say(
        "This is none of the exports Zana can read. Expected columns: {expected}. Found: {found}. "
        "If your Business Suite is in another language, switch it to English and export again.",
        expected="; ".join([*expected, f"{daily.LABEL}: {', '.join(daily.HEADER)}"]),
        found=found[:300],
    )
