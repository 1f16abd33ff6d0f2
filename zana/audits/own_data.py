"""What audits keep about one person. Decisions and results stay, in nobody's name; proof with her in it goes.

Her own words are told from an auditor's by where she belonged: what somebody of the organisation gave about her own
accounts is hers, what an auditor saw and wrote there is the organisation's.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from zana.audits.models import (
    Audit,
    Compensation,
    Evidence,
    Exhibit,
    Exposure,
    Finding,
    Incident,
    IncidentNote,
    Keepsake,
    Leaving,
    LeavingStep,
    Lookout,
    Precaution,
    RegisterLine,
    Report,
    Review,
    Worker,
)
from zana.audits.queries.paper import report_pdf
from zana.kernel import clock
from zana.kernel.words import say
from zana.people.erasure import register_erasure
from zana.people.export import register_export
from zana.people.keeping import Keeping, plain, register_keepings
from zana.people.mentions import NOBODY, Mentions
from zana.people.models import Membership, Person

_PRINT = "a print or words of our own"
WHY_NOTHING_IS_SEEN = say("What was read here belonged to somebody who is not here any more.")

KEEPINGS = {
    "audits": Keeping(
        Audit,
        told={"started_by": ("scope", "started_at"), "consented_by": ("scope", "consented_at")},
    ),
    "exposures_said": Keeping(
        Exposure, told={"by": ("sealed_reason", "until", "at")}, searched=("sealed_reason",)
    ),
    "stand_ins_said": Keeping(
        Compensation, told={"by": ("control", "instead", "sealed_reason", "at")}, searched=("sealed_reason",)
    ),
    "precautions_said": Keeping(Precaution, told={"by": ("has_shelter", "staff_at_risk", "at")}),
    "evidence": Keeping(
        Evidence,
        searched=("sealed",),
        untouched={"probe": "the name of a program"},
        own=("holder", "by", "confirmed_by", "sealed"),
    ),
    "exhibits": Keeping(
        Exhibit,
        told={
            "by": ("evidence__control", "sealed_name", "media_type", "size", "added_at"),
            "evidence__holder": ("evidence__control", "media_type", "size", "added_at"),
        },
        searched=("sealed_name",),
        untouched={"removed": _PRINT},
        own=("content", "sealed_name"),
    ),
    "findings": Keeping(
        Finding,
        told={
            "owner": ("control", "state", "due_on"),
            "deputy": ("control", "state", "due_on"),
            "decided_by": ("control", "state", "sealed_reason", "closed_at"),
        },
        searched=("sealed_reason",),
        own=("owner", "deputy"),
    ),
    "incidents": Keeping(
        Incident,
        told={
            "noticed_by": ("kind", "state", "noticed_at"),
            "ended_by": ("kind", "state", "ended_at", "sealed_ending"),
        },
        searched=("sealed_ending",),
    ),
    "proof_of_incidents": Keeping(
        Keepsake,
        told={"by": ("kind", "sealed_name", "sealed_text", "media_type", "size", "seen_at", "kept_at")},
        searched=("sealed_name", "sealed_text"),
        untouched={"content": "proof under a print; it may be needed in court", "removed": _PRINT},
        own=("sealed_name", "sealed_text"),
    ),
    "moves_in_incidents": Keeping(IncidentNote, told={"by": ("verb", "move", "at")}),
    "lookouts": Keeping(
        Lookout,
        told={"asked_by": ("weekly", "looked_at")},
        untouched={"troubles": "words of our own", "language_plan": "numbers"},
    ),
    "register_lines": Keeping(
        RegisterLine, told={"added_by": ("register", "added_at")}, searched=("sealed",), own=("sealed",)
    ),
    "register_reviews": Keeping(
        Review,
        told={"by": ("register", "at"), "second_by": ("register", "second_at")},
        searched=("sealed",),
    ),
    "audit_reports": Keeping(Report, told={"made_by": ("version", "language", "made_at")}, own=("sealed", "content")),
    "staff_lists": Keeping(
        Worker,
        told={"person": ("name", "role", "since", "until", "added_at"), "added_by": ("added_at",)},
        own=("name", "role"),
    ),
    "leavings": Keeping(
        Leaving, told={"worker__person": ("left_at", "done_at"), "started_by": ("started_at",)}
    ),
    "leaving_steps": Keeping(LeavingStep, told={"done_by": ("step", "done_at")}),
}  # fmt: skip


def register_own_data() -> None:
    register_keepings(KEEPINGS)
    register_export("evidence", tell_evidence)
    for name, forget in {
        "looks at her accounts": forget_looks,
        "proof": forget_proof,
        "tasks": hand_tasks_back,
        "staff": forget_on_lists,
        "frozen reports": redraw_reports,
    }.items():
        register_erasure(name, forget)


def _of_her_own_houses(person: Person, path: str = "organisation") -> Q:
    """Rows of an organisation in which she is or was one of them, not of the support side."""
    houses = Membership.objects.filter(person=person).exclude(organisation=None).values("organisation")
    return Q(**{f"{path}__in": houses})


# --- evidence


def tell_evidence(person: Person) -> list[dict[str, Any]]:
    """Of her own archive everything that was read; of an answer she gave her note, for the rest may name others."""
    told = []
    rows = Evidence.objects.across_organisations().filter(Q(holder=person) | Q(by=person) | Q(confirmed_by=person))
    for one in rows.select_related("organisation").order_by("pk"):
        facts = {"in": one.organisation.name, "control": one.control, "network": one.network, "result": one.result}
        facts |= {"way": one.way, "observed_at": one.observed_at.isoformat()}
        kept = json.loads(one.sealed or "{}")
        note = kept.pop("note", "")
        seen = kept if one.holder_id == person.pk else {}
        facts["seen"] = plain({**seen, "note": note} if one.by_id == person.pk else seen)
        stands = [name for name in ("holder", "by", "confirmed_by") if getattr(one, f"{name}_id") == person.pk]
        told += [{"as": name, **facts} for name in stands]
    return told


def forget_looks(person: Person) -> None:
    """What was read in her own archive goes whole, and with it what is shown of it; the results stay as results.

    Of what she said about her organisation the note goes. Exhibits: those of her accounts, and those she gave herself
    as one of them, since a picture of a screen shows whose it is.
    """
    ours, evidence = _of_her_own_houses(person), Evidence.objects.across_organisations()
    shown = Exhibit.objects.across_organisations()
    shown.filter(Q(evidence__holder=person) | Q(by=person) & ours).delete()
    shown.filter(by=person).update(sealed_name="")
    evidence.filter(holder=person).update(sealed=json.dumps({"why": WHY_NOTHING_IS_SEEN.as_json()}))
    for one in evidence.filter(ours, by=person):
        kept = json.loads(one.sealed or "{}")
        if kept.pop("note", ""):
            evidence.filter(pk=one.pk).update(sealed=json.dumps(kept))


# --- incidents


def forget_proof(person: Person) -> None:
    """Her words beside a proof go when the incident is over; while it stands, somebody's safety may hang on them."""
    shut_mouth(Keepsake.objects.across_organisations().filter(by=person).exclude(incident__state__in=Incident.STANDING))


def shut_mouth(hers: QuerySet[Keepsake]) -> None:
    hers.exclude(kind=Keepsake.ADDRESS).update(sealed_text="")
    hers.update(sealed_name="")


def forget_after_the_end(incident: Incident) -> None:
    """When an incident ends: words of somebody who was forgotten while it stood."""
    shut_mouth(
        Keepsake.objects.of(incident.organisation).filter(incident=incident, by__is_active=False, by__name=NOBODY)
    )


# --- tasks, lists, papers


def hand_tasks_back(person: Person) -> None:
    """What is open waits for another owner."""
    still = Finding.objects.across_organisations().exclude(state=Finding.CLOSED)
    still.filter(owner=person).update(owner=None)
    still.filter(deputy=person).update(deputy=None)


def forget_on_lists(person: Person) -> None:
    """On the staff list stands somebody without a name who has left: a right she still has out there must be found.

    Who wrote her down without her sign-in meant her too.
    """
    written = Mentions(person.name, person.email)
    for worker in Worker.objects.across_organisations().filter(
        Q(person=person) | Q(person=None) & _of_her_own_houses(person)
    ):
        if worker.person_id or written.take_out(worker.name) == NOBODY:
            _forget_worker(worker, clock.today())


def _forget_worker(worker: Worker, today: date) -> None:
    worker.name, worker.role, worker.until = NOBODY, "", min(worker.until or today, today)
    worker.save(update_fields=["name", "role", "until"])
    for line in RegisterLine.objects.of(worker.organisation).filter(register="duties"):
        if line.said.get("person") == worker.ref and line.said.get("phone"):
            line.sealed = json.dumps({**line.said, "phone": ""}, ensure_ascii=False)
            line.save(update_fields=["sealed"])


def redraw_reports(person: Person) -> None:
    """A report that named her is drawn again from its own words, without her name and with another fingerprint."""
    mentions, reports = Mentions(person.name, person.email), Report.objects.across_organisations()
    for report in reports.defer("content"):
        said = report.said
        document = mentions.take_out(said["document"])
        if document != said["document"]:
            content = report_pdf(document, report.made_at)
            reports.filter(pk=report.pk).update(
                sealed=json.dumps({**said, "document": document}, ensure_ascii=False),
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
            )
