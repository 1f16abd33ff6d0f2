"""`zana report PROGRAMME --out report.pdf`: freezes the numbers and typesets them for the funder."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from zana.impact.actions.reports import make_report
from zana.impact.queries.paper import report_lines, report_pdf
from zana.kernel.commands import ZanaCommand
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people.queries import find_programme_called
from zana.ui.words import language


class Command(ZanaCommand):
    help = "Make the report to the funder as a PDF."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", metavar="PROGRAMME", help="the programme's short name (slug)")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the PDF goes")

    def run(self, **options: Any) -> dict[str, Any]:
        programme, out = options["programme"], options["out"]
        found = find_programme_called(programme)
        if not out.parent.is_dir():
            raise Refusal(say("There is no folder {folder}.", folder=str(out.parent)))
        report = make_report(by=None, programme=found)
        out.write_bytes(report_pdf(report, language()))
        self.tell(say("Version {version} is in {file}.", version=report.version, file=str(out)))
        return {
            "programme": found.slug,
            "version": report.version,
            "sha256": report.sha256,
            "made_at": report.made_at,
            "out": str(out),
            "numbers": report.snapshot["numbers"],
            "weeks": report.snapshot["weeks"],
            "words": {line.key: f"{line.label}: {line.value} {line.small}".strip() for line in report_lines(report)},
        }
