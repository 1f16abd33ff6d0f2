from __future__ import annotations

from typing import BinaryIO

from django.db import transaction

from zana.audits import documents
from zana.audits.models import Evidence, Exhibit
from zana.audits.rules.settling import HAND
from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people import log, roles
from zana.people.models import Organisation, Person
from zana.studio.media import apart

MOST_OF_AN_ANSWER = 5


def add_exhibit(*, by: Person, organisation: Organisation, control: str, file: BinaryIO, name: str = "") -> Exhibit:
    """A photo, a screenshot or a PDF that goes with her newest answer. What it tells beside what is seen goes.

    It is drawn again before it is stored; what was given in is never kept.
    """
    roles.require(by, "audits.answer", organisation)
    answers = Evidence.objects.of(organisation).filter(control=control, by=by)
    evidence = answers.filter(way__in=HAND).order_by("-pk").first()
    if evidence is None:
        raise Refusal(say("Answer the question first; the picture goes with your answer."))
    if evidence.exhibits.count() >= MOST_OF_AN_ANSWER:
        raise Refusal(say("Five files go with one answer, no more."))
    if documents.looks_like_pdf(file.read(documents.HEAD)):
        file.seek(0)
        paper = documents.redraw(file.read(documents.MOST_BYTES + 1))
        return _store(by, evidence, paper.data, documents.PDF, name, paper.sha256, paper.removed)
    file.seek(0)
    clean = apart.clean(file, name)
    return _store(by, evidence, clean.data, f"image/{clean.kind}", name, clean.sha256, clean.removed)


@transaction.atomic
def _store(
    by: Person, evidence: Evidence, data: bytes, kind: str, name: str, sha256: str, removed: tuple[str, ...]
) -> Exhibit:
    organisation = evidence.organisation
    exhibit = Exhibit.objects.of(organisation).create(
        evidence=evidence,
        sealed_name=name[-120:],
        media_type=kind,
        size=len(data),
        sha256=sha256,
        content=data,
        removed=list(removed),
        by=by,
    )
    log.record(by, "exhibit.added", organisation=organisation, thing=f"control:{evidence.control}")
    return exhibit
