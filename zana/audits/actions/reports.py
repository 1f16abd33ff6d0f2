"""Freezing what an audit says, and handing it out: each download with a name in the log."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction

from zana.audits.controls import catalogue_version
from zana.audits.models import Audit, Finding, Report
from zana.audits.queries import read_pieces
from zana.audits.queries.moved import keep_basis
from zana.audits.queries.paper import describe_report, finding_pdf, finding_pdf_now, report_docx, report_pdf
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import log, roles
from zana.people.models import Organisation, Person
from zana.people.turns import take_turn
from zana.ui.words import LANGUAGES, speaking

_PAPERS = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@transaction.atomic
def make_report(*, by: Person | None, organisation: Organisation, language: str) -> Report:
    """The newest of this language again if it would say the same, else a new version. `by` None: the command line."""
    if by is not None:
        roles.require(by, "audits.answer", organisation)
    if language not in LANGUAGES:
        raise Refusal(say("A report speaks Albanian, Serbian or English."))
    take_turn(organisation)
    audit = Audit.objects.of(organisation).order_by("-started_at").first()
    if audit is None:
        raise Refusal(say("Nobody has looked yet, so there is nothing to report."))
    at, newest = clock.now(), Report.objects.of(organisation).defer("content").first()
    version = newest.version + 1 if newest else 1
    basis = keep_basis(read_pieces(organisation), at)
    with speaking(language):
        document = describe_report(organisation, version, catalogue_version().number, at)
    if newest is not None and newest.language == language and _says_the_same(newest, document, basis):
        return newest
    content = report_pdf(document, at)
    report = Report.objects.of(organisation).create(
        audit=audit,
        version=version,
        language=language,
        made_by=by,
        made_at=at,
        sealed=json.dumps({"document": document, "basis": basis}, ensure_ascii=False),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    log.record(by, "report.frozen", organisation=organisation, thing=f"report:{report.ref}", version=version)
    return report


def _says_the_same(newest: Report, document: dict[str, Any], basis: dict[str, Any]) -> bool:
    """But for its number and its moment."""
    said = newest.said
    return all(
        {key: value for key, value in one.items() if key not in ("kick", "seal", "at")}
        == {key: value for key, value in json.loads(json.dumps(other)).items() if key not in ("kick", "seal", "at")}
        for one, other in ((said["document"], document), (said["basis"], basis))
    )


def take_report(*, by: Person, report: Report, form: str = "pdf", control: str = "") -> tuple[bytes, str]:
    """The file and its media type: the report whole as `pdf` or `docx`, or one finding alone as `pdf`."""
    organisation = report.organisation
    roles.require(by, "audits.see", organisation)
    if form not in _PAPERS:
        raise Refusal(say("A report comes as PDF or for Word."))
    if form == "pdf" and not control:
        file = bytes(report.content)
    else:
        document = report.said["document"]
        if control and control not in {finding["control"] for finding in document["findings"]}:
            raise Refusal(say("This report has no page about {control}.", control=control))
        file = finding_pdf(document, control, report.made_at) if control else report_docx(document, report.made_at)
    thing = f"report:{report.ref}"
    log.record(by, "report.taken", organisation=organisation, thing=thing, form=form, control=control)
    return file, _PAPERS["pdf" if control else form]


def take_finding(*, by: Person, finding: Finding) -> bytes:
    """One finding as a page to hand to who will do it, in the language spoken now. Not frozen."""
    roles.require(by, "audits.see", finding.organisation)
    file = finding_pdf_now(finding, clock.now())
    log.record(by, "finding.taken", organisation=finding.organisation, thing=f"finding:{finding.ref}")
    return file
