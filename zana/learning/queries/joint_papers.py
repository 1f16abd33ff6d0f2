"""Papers of a joint training: agenda, sheet to sign, the whole list as CSV, certificates."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zana.kernel import clock
from zana.kernel.papers import typeset
from zana.learning.models import Block, Certificate, Training
from zana.learning.queries.joint import HalfDay, list_agenda, list_whole, meeting_of
from zana.learning.queries.sessions import list_sheet
from zana.learning.rules.certificates import ATTENDANCE, COMPLETION
from zana.learning.rules.presence import ABSENT, EXCUSED, Stay
from zana.ui.words import page_code, read_language, speaking

PAPERS = Path(__file__).parents[1] / "papers"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
SPARE_LINES = 5


def when(block: Block) -> str:
    starts, ends = (timezone.localtime(at, clock.HOUSE_ZONE) for at in (block.starts_at, block.ends_at))
    return f"{date_format(starts, 'D j.n.')} {starts:%H:%M}–{ends:%H:%M}"


def agenda_pdf(training: Training, language: str) -> bytes:
    with speaking(language):
        return _typeset(training, {"kind": "agenda", "people": []}, _("Agenda"))


def sign_in_pdf(training: Training, language: str) -> bytes:
    """A line for everybody who may come, by name, and some for who comes besides; a column a half day."""
    with speaking(language):
        lines = sorted(list_sheet(training), key=lambda line: line.person.name.casefold())
        people = [{"name": one.person.name, "organisation": one.organisation.name} for one in lines]
        people += [{"name": "", "organisation": ""}] * SPARE_LINES
        return _typeset(training, {"kind": "sheet", "people": people}, _("Who is here"))


def _typeset(training: Training, facts: dict[str, Any], what: str) -> bytes:
    halves = list_agenda(training)
    meeting = meeting_of(training)
    lead = [date_format(training.held_on, "DATE_FORMAT"), meeting.place if meeting else ""]
    document = {
        "title": f"{training.name}: {what}",
        "author": training.programme.implementer,
        "lang": page_code().split("-")[0],
        "lead": " · ".join(filter(None, lead)),
        "footer": training.programme.name,
        "name": _("Name"),
        "organisation": _("Organisation"),
        "blocks": [_describe(half) for half in halves]
        or [{"when": date_format(training.held_on, "D j.n."), "trainer": "", "units": []}],
        **facts,
    }
    return typeset(PAPERS / "sheet.typ", document, made_at=clock.now())


def _describe(half: HalfDay) -> dict[str, Any]:
    trainer = half.block.trainer.name if half.block.trainer else ""
    return {"when": when(half.block), "trainer": trainer, "units": list(half.units)}


def list_csv(training: Training) -> str:
    """Everybody of the training, whatever a page shows; a cell that begins like a formula is made a text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    halves = list(training.blocks.all())
    writer.writerow([_("Name"), _("Organisation"), *(when(one) for one in halves), _("Minutes"), _("Planned"), "%"])
    for line in list_whole(training):
        stays = [_tell_stay(stay) for stay in line.stays]
        minutes = "" if line.minutes is None else line.minutes
        share = "" if line.share is None else line.share
        row = [line.person.name, line.organisation.name, *stays, minutes, training.minutes, share]
        writer.writerow([_harmless(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _tell_stay(stay: Stay | None) -> str:
    if stay is None:
        return ""
    if stay.state in (ABSENT, EXCUSED):
        return _("absent") if stay.state == ABSENT else _("excused")
    late = _("late %(minutes)s min") % {"minutes": stay.late} if stay.late else ""
    early = _("left %(minutes)s min early") % {"minutes": stay.early} if stay.early else ""
    return ", ".join(filter(None, [late, early])) or _("there")


def address_of(certificate: Certificate) -> str:
    return settings.ZANA_BASE_URL + reverse("learning:certificate", kwargs={"serial": certificate.serial})


def title_of(certificate: Certificate) -> str:
    if certificate.kind == ATTENDANCE:
        return _("Certificate of attendance")
    return _("Certificate of completion") if certificate.kind == COMPLETION else _("Certificate of the organisation")


def certificate_pdf(certificate: Certificate, language: str) -> bytes:
    """In one of three languages; the facts are those of the day it was issued."""
    address = address_of(certificate)
    with speaking(language):
        document = _describe_certificate(certificate, address)
        code = io.BytesIO()
        segno.make(address, error="m").save(code, kind="svg", scale=4, border=1)
        assets = {"code.svg": code.getvalue()}
        return typeset(PAPERS / "certificate.typ", document, assets, made_at=certificate.issued_at)


def _describe_certificate(certificate: Certificate, address: str) -> dict[str, Any]:
    kept = certificate.kept
    day = date_format(date.fromisoformat(kept["day"]), "DATE_FORMAT")
    return {
        "title": title_of(certificate),
        "lang": read_language(page_code()) or "sq",
        "implementer": kept["implementer"],
        "programme": kept["programme"],
        "gives": _("This is to certify that"),
        "name": kept["name"],
        "organisation": kept["organisation"] if certificate.person_id else "",
        "lines": _lines(certificate.kind, kept),
        "day": day,
        "serial": certificate.serial,
        "check": _("Whether it is genuine is told here:"),
        "address": address,
    }


def _lines(kind: str, kept: dict[str, Any]) -> list[str]:
    if kind == ATTENDANCE:
        facts = {"minutes": kept["minutes"], "planned": kept["planned"]}
        return [
            _("took part in the training “%(title)s”") % {"title": kept["title"]},
            _("%(minutes)s of %(planned)s minutes") % facts,
        ]
    if kind == COMPLETION:
        return [
            _("has completed the programme “%(title)s”: the joint training, the individual day and the practice.")
            % {"title": kept["title"]}
        ]
    return [_("has completed the programme “%(title)s” and keeps its accounts safe.") % {"title": kept["title"]}]
