"""One incident on paper, for police or a lawyer: what was done in order, and what was kept with its hashes."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from zana.audits.labels import ENDING, INCIDENT_STATES, KEPT_KINDS
from zana.audits.models import Incident, Keepsake
from zana.audits.queries.incidents import Shown, describe_incident
from zana.kernel import clock
from zana.kernel.papers import typeset
from zana.ui.words import page_code, speaking, words

TEMPLATE = Path(__file__).parent / "papers" / "incident.typ"


def incident_pdf(incident: Incident, language: str) -> bytes:
    with speaking(language):
        return typeset(TEMPLATE, describe_paper(incident), made_at=clock.now())


def describe_paper(incident: Incident) -> dict[str, Any]:
    """All that is printed. Files are named by their hashes and handed over beside the paper."""
    shown, zone = describe_incident(incident), ZoneInfo(incident.organisation.zone)
    content = {
        "facts": [{"label": label, "value": value} for label, value in _facts(incident, zone)],
        "ending": [{"label": words(ENDING[key]), "value": text} for key, text in _ending(incident)],
        "log": [[_moment(line.at, zone), line.by, _sentence(words(line.verb), line.about)] for line in shown.log],
        "kept": [_kept(number, kept, zone) for number, kept in enumerate(shown.kept, 1)],
    }
    seal = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return {**_headings(incident, shown, seal), **content}


def _headings(incident: Incident, shown: Shown, seal: str) -> dict[str, Any]:
    return {
        "lang": page_code().split("-")[0],
        "title": shown.title,
        "author": incident.organisation.name,
        "kick": _("Confidential. Record of an incident, for police or a lawyer"),
        "footer": f"{incident.organisation.name} · {incident.ref}",
        "ending_heading": _("How it ended"),
        "log_heading": _("What was done, in order"),
        "log_columns": [_("When"), _("Who"), _("What")],
        "kept_heading": _("What was kept as proof"),
        "kept_note": _(
            "SHA-256 of what was given, and of what is kept. A picture is kept without place and device, so its two "
            "hashes differ; any other thing is kept as it was given. Addresses were written down and not opened."
        ),
        "nothing": _("Nothing was kept."),
        "seal": _("SHA-256 of the content of this paper: %(hash)s") % {"hash": seal},
    }


def _facts(incident: Incident, zone: ZoneInfo) -> list[tuple[str, str]]:
    return [
        (_("Organisation"), incident.organisation.name),
        (_("Noticed"), f"{_moment(incident.noticed_at, zone)}, {incident.noticed_by.name}"),
        (_("State"), words(INCIDENT_STATES[incident.state])),
        (_("Ended"), _moment(incident.ended_at, zone) if incident.ended_at else "–"),
        (_("Paper made"), _moment(clock.now(), zone)),
        (_("Reference"), incident.ref),
    ]


def _moment(at: datetime, zone: ZoneInfo) -> str:
    """To the second and with its distance from UTC: a paper is read in other places too."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S %z")


def _sentence(verb: str, about: str) -> str:
    return f"{verb}: {about}" if about else verb


def _ending(incident: Incident) -> list[tuple[str, str]]:
    return [(key, text) for key, text in incident.ending.items() if key in ENDING and text]


def _kept(number: int, kept: Keepsake, zone: ZoneInfo) -> dict[str, str]:
    return {
        "heading": f"{number} · {words(KEPT_KINDS[kept.kind])}",
        "text": "\n".join(filter(None, [kept.sealed_name, kept.sealed_text])),
        "seen": _("Seen %(seen)s, kept %(kept)s by %(name)s; %(size)s bytes")
        % {
            "seen": _moment(kept.seen_at, zone),
            "kept": _moment(kept.kept_at, zone),
            "name": kept.by.name,
            "size": kept.size,
        },
        "given": _("given: %(hash)s") % {"hash": kept.sha256_given},
        "stored": _("kept: %(hash)s") % {"hash": kept.sha256_kept},
    }
