from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Max

from zana.audits.controls import DOMAINS, Control, Domain, catalogue
from zana.audits.models import Audit, Evidence, Finding
from zana.audits.rules.risk import BOXES, CALM, Box, Circumstances, choose_box, priority
from zana.audits.rules.safety_first import find_outranked
from zana.audits.rules.scoring import Answer, DomainScore, score_domain
from zana.audits.rules.settling import Piece, Standing, settle_each
from zana.kernel import clock
from zana.people.models import Organisation

FROM_FILES = ("export", "file")  # the ways of knowing that need somebody's word afterwards
PIECE = (
    "control", "result", "way", "observed_at", "strength", "network", "holder_id", "pk", "by_id", "audit_id", "knew",
)  # fmt: skip
_SHOWN, _SEEN = ("opened_with", "owner", "deputy", "decided_by"), "opened_with__sealed"


def as_piece(
    result: Any, way: Any, at: datetime, strength: float, network: str, holder: int | None, pk: int, *who: int
) -> Piece:
    return Piece(result, way, at, strength, f"{network}:{holder}" if network else "", pk, *who)


def read_pieces(organisation: Organisation, until: datetime | None = None) -> dict[str, list[Piece]]:
    """Everything that was seen, by control; with `until` only what was noted by then."""
    pieces: dict[str, list[Piece]] = defaultdict(list)
    rows = Evidence.objects.of(organisation)
    if until is not None:
        rows = rows.filter(noted_at__lte=until)
    for control, *piece in rows.values_list(*PIECE):
        pieces[control].append(as_piece(*piece))
    return pieces


def newest_look(organisation: Organisation, control: str) -> int:
    """The number of the last row about a control; 0 when nobody has looked."""
    rows = Evidence.objects.of(organisation).filter(control=control)
    return rows.aggregate(newest=Max("pk"))["newest"] or 0


def read_standings(organisation: Organisation, now: datetime | None = None) -> dict[str, Standing]:
    """What counts now for every control of the catalogue; unknown where nobody has looked."""
    return settle_all(read_pieces(organisation), now or clock.now())


def settle_all(pieces: Mapping[str, list[Piece]], now: datetime) -> dict[str, Standing]:
    return settle_each(((c.id, c.severity, c.kind) for c in catalogue().values()), pieces, now)


def score_domains(standings: dict[str, Standing]) -> dict[Domain, DomainScore]:
    answers: dict[Domain, list[Answer]] = {domain: [] for domain in DOMAINS}
    outranked = find_outranked(lambda control: standings[control].result)
    for control in catalogue().values():
        standing = standings[control.id]
        result = "na" if control.id in outranked else standing.result
        answers[control.domain].append(Answer(control.severity, result, standing.worth))
    return {domain: score_domain(given) for domain, given in answers.items()}


def read_scores(organisation: Organisation) -> dict[Domain, DomainScore]:
    return score_domains(read_standings(organisation))


Row = TypeVar("Row", bound=Finding)  # also one with an answer of the database beside it


def keep_known(rows: Iterable[Row]) -> list[Row]:
    """What a check found that is no longer in the catalogue stays in its row, and is shown nowhere.

    Asked of the rows: the whole catalogue in the question to the database cost more than the answer.
    """
    known = catalogue()
    return [row for row in rows if row.control in known]


def find_finding(organisation: Organisation, ref: str) -> Finding | None:
    rows = Finding.objects.of(organisation).filter(ref=ref)
    return next(iter(keep_known(rows.select_related(*_SHOWN, "organisation"))), None)


def standing_findings(organisation: Organisation) -> list[Finding]:
    """Open ones, those accepted with a name and those to look at again, the earliest due first."""
    rows = Finding.objects.of(organisation).exclude(state=Finding.CLOSED)
    return keep_known(rows.select_related(*_SHOWN).defer(_SEEN))


def open_findings(organisation: Organisation, *, with_words: bool = False) -> list[Finding]:
    """`with_words`: of what was seen when each was found. They are sealed, so only for who reads them."""
    rows = Finding.objects.of(organisation).filter(state=Finding.OPEN).select_related(*_SHOWN)
    return keep_known(rows if with_words else rows.defer(_SEEN))


def current_audit(organisation: Organisation) -> Audit | None:
    return Audit.objects.of(organisation).filter(closed_at=None).select_related("started_by").first()


def awaiting_word(organisation: Organisation) -> list[Evidence]:
    """Facts only the owner can recognise and has not spoken on: of each control and network the newest reading."""
    newest: dict[tuple[str, str, int | None], Evidence] = {}
    rows = Evidence.objects.of(organisation).filter(way__in=FROM_FILES).select_related("by", "holder")
    for row in rows.order_by("noted_at", "pk"):
        newest[row.control, row.network, row.holder_id] = row
    known = catalogue()
    waiting = [row for row in newest.values() if not row.confirmed_by_id and row.control in known and row.seen["asks"]]
    return sorted(waiting, key=lambda row: (-known[row.control].severity, row.control, row.network))


def sort_in_boxes(
    findings: Iterable[Finding], circumstances: Mapping[str, Circumstances] | None = None
) -> dict[Box, list[Finding]]:
    """The four boxes; inside each, what is likely, grave and quick first. A re-check is in none."""
    known = circumstances or {}
    boxes: dict[Box, list[Finding]] = {box: [] for box in BOXES}
    chosen = [finding for finding in findings if finding.state != Finding.RECHECK]
    for finding in sorted(chosen, key=lambda f: -priority(f.severity, f.about.minutes, known.get(f.control, CALM))):
        accepted = finding.state == Finding.ACCEPTED
        boxes[choose_box(finding.severity, finding.about.minutes, accepted=accepted)].append(finding)
    return boxes


def list_questions(audit: Audit | None) -> list[Control]:
    """The gravest first in each domain; a minimum audit asks only what is of severity 5."""
    minimum = audit is not None and audit.scope == "minimum"
    chosen = [c for c in catalogue().values() if not minimum or c.severity == 5]
    return sorted(chosen, key=lambda c: (DOMAINS.index(c.domain), -c.severity, c.id))
