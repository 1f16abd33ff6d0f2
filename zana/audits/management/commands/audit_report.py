"""`zana audit-report ORGANISATION --out FILE`: freezes what the audit says, as a PDF or for Word."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from zana.audits.actions.reports import make_report
from zana.audits.queries.paper import report_docx
from zana.kernel.commands import ZanaCommand
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import log
from zana.people.queries import find_organisation_called
from zana.ui.words import language


class Command(ZanaCommand):
    help = "Makes the report of an organisation's audit, in the language of --lang."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("organisation", help="the organisation's short name")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where it goes, for you alone")
        parser.add_argument("--docx", action="store_true", help="for Word instead of PDF")

    def run(self, **options: Any) -> dict[str, Any]:
        out = options["out"]
        organisation = find_organisation_called(options["organisation"])
        if not out.parent.is_dir():
            raise Refusal(say("There is no folder {folder}.", folder=str(out.parent)))
        report = make_report(by=None, organisation=organisation, language=language())
        form = "docx" if options["docx"] else "pdf"
        log.record(None, "report.taken", organisation=organisation, thing=f"report:{report.ref}", form=form)
        document = report.said["document"]
        _write(out, report_docx(document, report.made_at) if options["docx"] else bytes(report.content))
        self.tell(say("Version {version} is in {file}.", version=report.version, file=str(out)))
        return {
            "organisation": organisation.slug,
            "version": report.version,
            "language": report.language,
            "catalogue_version": report.catalogue_version,
            "sha256": report.sha256,
            "made_at": report.made_at,
            "findings": [finding["control"] for finding in document["findings"]],
            "out": str(out),
        }


def _write(out: Path, content: bytes) -> None:
    """A list of open doors is nobody else's business on a shared machine."""
    with open(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123  # a mode from the first byte
        file.write(content)
