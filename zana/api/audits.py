"""The audit for programs: numbers, findings, answers, archives, reports.

Without `from __future__ import annotations`: the API reads them as they stand, through `@opens`.
"""

from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpResponse
from ninja import Field, Header, Router, Schema, Status

from zana.api.doors import Asked, Refused, Shut, opens, opens_to_all
from zana.api.queries import organisations_for
from zana.audits import actions
from zana.audits.controls import catalogue_version
from zana.audits.forms import MOST_BYTES
from zana.audits.models import Evidence, Finding, Report
from zana.audits.queries import read_scores, standing_findings
from zana.audits.queries.pages import members_of, text_of
from zana.audits.rules.scoring import DomainScore
from zana.audits.uploads import UnlinkedFileUploadHandler
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import log
from zana.people.models import Organisation, Person
from zana.ui.words import words

router = Router(tags=["audits"])

TOO_LARGE = say("The file is larger than 50 MB, so it holds far more than we may read; nothing was kept.")
NO_FILE = say("Send the archive as the form field “file”.")
_FRAME = 100_000  # bytes of a form around its file
_KEY: Any = Header("", alias="Idempotency-Key", max_length=40, description="The same key acts once")  # type: ignore[type-arg]  # generic for type checkers only


class OrganisationShown(Schema):
    ref: str
    slug: str
    name: str


class ScoreShown(Schema):
    score: float | None = Field(description="null while less than 0.60 is covered")
    coverage: float
    confidence: float
    low: float
    high: float
    label: str
    unanswered: int


class Scores(Schema):
    organisation: str
    catalogue_version: int
    domains: dict[str, ScoreShown]


class FindingShown(Schema):
    ref: str
    control: str
    title: str
    severity: int
    result: str
    state: str
    due: date
    owner: str | None
    deputy: str | None


class Answer(Schema):
    control: str = Field(max_length=10)
    result: Literal["pass", "partial", "fail", "unknown", "na"]
    way: str = Field("observe", max_length=10, description="observe, doc, public, drill or attest")
    note: str = Field("", max_length=500, description="For na the reason")


class Noted(Schema):
    ref: str
    control: str
    result: str
    way: str
    strength: float
    noted_at: datetime


class ArchiveRead(Schema):
    controls: list[Noted]


class Doubted(Refused):
    """The archive says that it is somebody else's; nothing was kept."""

    held: str


class Held(Schema):
    held: str = Field(max_length=2_000_000)


class ReportShown(Schema):
    ref: str
    version: int
    language: str
    catalogue_version: int
    made_at: datetime
    sha256: str


class ReportWanted(Schema):
    language: Literal["sq", "sr", "en"]


_WRONG = dict.fromkeys((401, 403, 404, 422, 429), Refused)


@router.get("/organisations", response={200: list[OrganisationShown], **_WRONG}, url_name="organisations")
@opens_to_all
def list_organisations(request: Asked) -> Any:
    """Those whose audit you may see."""
    return list(organisations_for(request.person, "audits.see"))


@router.get("/organisations/{org}/scores", response={200: Scores, **_WRONG}, url_name="scores")
@opens("audits.see")
def show_scores(request: Asked, org: str) -> Any:
    """Three numbers, each with its range; never one grade."""
    _record_look(request, "scores")
    domains = {domain: _show_score(score) for domain, score in read_scores(request.organisation).items()}
    return {"organisation": org, "catalogue_version": catalogue_version().number, "domains": domains}


def _show_score(score: DomainScore) -> dict[str, Any]:
    names = ("score", "coverage", "confidence", "low", "high", "unanswered")
    return {name: getattr(score, name) for name in names} | {"label": words(score.label)}


def _record_look(request: Asked, thing: str) -> None:
    """Who looks through a program stands in the log like who looks at a page."""
    log.record(request.person, "audit.seen", organisation=request.organisation, thing=thing, key=request.key.ref)


@router.get("/organisations/{org}/findings", response={200: list[FindingShown], **_WRONG}, url_name="findings")
@opens("audits.see")
def list_findings(request: Asked, org: str) -> Any:
    """Open ones and those accepted with a name, the earliest due first."""
    _record_look(request, "findings")
    return [_show_finding(finding) for finding in standing_findings(request.organisation)]


def _show_finding(finding: Finding) -> dict[str, Any]:
    return {
        **{name: getattr(finding, name) for name in ("ref", "control", "severity", "result", "state")},
        "title": text_of(finding.about).title,
        "due": finding.due_on,
        "owner": finding.owner.name if finding.owner else None,
        "deputy": finding.deputy.name if finding.deputy else None,
    }


@router.post("/organisations/{org}/answers", response={201: Noted, **_WRONG}, url_name="answers")
@opens("audits.answer", writes=True)
def answer(request: Asked, org: str, given: Answer, key: str = _KEY) -> Any:
    """What was seen of one control, as the page notes it."""
    evidence = actions.answer_control(
        by=request.person, organisation=request.organisation, key=key and f"api:{key}"[:40], **given.dict()
    )
    return Status(201, _show_noted(evidence))


def _show_noted(evidence: Evidence) -> dict[str, Any]:
    return {name: getattr(evidence, name) for name in ("ref", "control", "result", "way", "strength", "noted_at")}


_UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "The ZIP, at most 50 MB"},
                        "holder": {"type": "string", "description": "The ref of whose archive it is"},
                    },
                }
            }
        },
    }
}


@router.post(
    "/organisations/{org}/archives",
    response={201: ArchiveRead, 409: Doubted, 413: Refused, **_WRONG},
    url_name="archives",
    openapi_extra=_UPLOAD,
)
@opens("audits.answer", writes=True)
def give_archive(request: Asked, org: str) -> Any:
    """Read by allow-list into a file without a name, and gone when the answer is written."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + _FRAME:
        raise Shut(413, TOO_LARGE)
    handler = UnlinkedFileUploadHandler(request, MOST_BYTES)
    request.upload_handlers = [handler]
    file = request.FILES.get("file")
    if handler.has_overflowed:
        raise Shut(413, TOO_LARGE)
    if file is None or file.file is None:
        raise Refusal(NO_FILE)
    try:
        holder = _find_holder(request.organisation, request.POST.get("holder", ""))
        kept = actions.read_archive(by=request.person, organisation=request.organisation, file=file.file, holder=holder)
    finally:
        file.close()
    return Status(201, {"controls": [_show_noted(evidence) for evidence in kept]})


@router.post("/organisations/{org}/archives/held", response={201: ArchiveRead, **_WRONG}, url_name="held")
@opens("audits.answer", writes=True)
def keep_held(request: Asked, org: str, given: Held) -> Any:
    """A person's yes to an archive that says it is somebody else's, within half an hour."""
    kept = actions.keep_held(by=request.person, organisation=request.organisation, held=given.held)
    return Status(201, {"controls": [_show_noted(evidence) for evidence in kept]})


def _find_holder(organisation: Organisation, ref: str) -> Person | None:
    if not ref:
        return None
    holder = next((person for person in members_of(organisation) if person.ref == ref), None)
    if holder is None:
        raise Refusal(say("The holder does not work in this organisation."))
    return holder


@router.get("/organisations/{org}/reports", response={200: list[ReportShown], **_WRONG}, url_name="reports")
@opens("audits.see")
def list_reports(request: Asked, org: str) -> Any:
    """Every frozen version, the newest first."""
    return list(Report.objects.of(request.organisation).defer("sealed", "content"))


@router.post("/organisations/{org}/reports", response={201: ReportShown, **_WRONG}, url_name="make_report")
@opens("audits.answer", writes=True)
def make_report(request: Asked, org: str, wanted: ReportWanted) -> Any:
    """The newest of this language again if it would say the same, else a new version."""
    report = actions.make_report(by=request.person, organisation=request.organisation, language=wanted.language)
    return Status(201, report)


@router.get(
    "/organisations/{org}/reports/{ref}/{form}",
    response={200: None, **_WRONG},
    url_name="report_file",
    openapi_extra={"responses": {200: {"description": "The file", "content": {"application/octet-stream": {}}}}},
)
@opens("audits.see")
def take_report(request: Asked, org: str, ref: str, form: Literal["pdf", "docx"]) -> HttpResponse:
    """One frozen version as it was made; each download stands in the log."""
    rows = Report.objects.of(request.organisation).select_related("organisation")
    report = rows.filter(ref=ref).first()
    if report is None:
        raise Http404
    file, kind = actions.take_report(by=request.person, report=report, form=form)
    answer = HttpResponse(file, content_type=kind)
    answer.headers["Cache-Control"] = "no-store"
    return answer
