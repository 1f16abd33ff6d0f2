"""The donor's copy of the audits of a programme: counts and medians over organisations, and nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from zana.audits.controls import DOMAINS, catalogue
from zana.audits.labels import DOMAINS as DOMAIN_WORDS
from zana.audits.models import Finding
from zana.audits.queries.cohort import read_scores_of
from zana.audits.rules.medians import release_median
from zana.kernel.words import Saying
from zana.people.models import Programme
from zana.people.queries import enrolled
from zana.people.release import (
    TOTAL,
    Cell,
    Hidden,
    Place,
    Released,
    Rule,
    Share,
    release,
    release_list,
    release_share,
)

# A cell tells of at least five organisations, or of none at all.
DONOR = Rule(people=0, organisations=5)
LOOKED, NOT_YET = "looked", "not yet"


@dataclass(frozen=True)
class DomainCopy:
    """One domain: medians over organisations, and how many findings were opened and closed in all of them."""

    domain: str
    heading: Saying
    coverage: int | Saying
    score: int | Saying
    opened: Released
    closed: Released


@dataclass(frozen=True)
class DonorCopy:
    """Every number has been through `people.release` or is a rounded median of at least eight organisations."""

    enrolled: int
    looked_at: Released
    domains: list[DomainCopy]
    closed_share: Share | Hidden


def read_donor_copy(programme: Programme) -> DonorCopy:
    """For the programme's page and for reports of other rooms. Who may see it, the caller has asked."""
    organisations = list(enrolled(programme))
    scores = read_scores_of(organisations)
    refs = {organisation.pk: organisation.ref for organisation in organisations}
    looked = frozenset(refs[number] for number, known in scores.items() if any(s.coverage for s in known.values()))
    counted = release_list(
        {
            LOOKED: Cell(len(looked), looked),
            NOT_YET: Cell(len(refs) - len(looked), frozenset(refs.values()) - looked),
        },
        DONOR,
    )
    table, share = _count_findings(refs)
    copies = []
    for domain in DOMAINS:
        known = [found[domain] for found in scores.values() if found[domain].coverage]
        copies.append(
            DomainCopy(
                domain=domain,
                heading=DOMAIN_WORDS[domain],
                coverage=release_median([100 * score.coverage for score in known]),
                score=release_median([score.score for score in known if score.score is not None]),
                opened=table[domain, TOTAL],
                closed=table[domain, Finding.CLOSED],
            )
        )
    return DonorCopy(len(refs), counted[LOOKED], copies, share)


def _count_findings(refs: dict[int, str]) -> tuple[dict[Place, Released], Share | Hidden]:
    """Findings by domain, closed or not, and the share that is closed."""
    rows = Finding.objects.across_organisations().filter(organisation__in=refs).order_by()
    counts, owners = Counter[Place](), defaultdict[Place, set[str]](set)
    known = catalogue()
    for number, control, state in rows.values_list("organisation_id", "control", "state"):
        if control in known:
            place = (known[control].domain, Finding.CLOSED if state == Finding.CLOSED else "standing")
            counts[place] += 1
            owners[place].add(refs[number])
    cells: dict[Place, Cell] = {
        place: Cell(counts[place], frozenset(owners[place]))
        for domain in DOMAINS
        for place in ((domain, Finding.CLOSED), (domain, "standing"))
    }
    closed, standing = (_sum(cells, state) for state in (Finding.CLOSED, "standing"))
    return release(cells, DONOR), release_share(closed, standing, DONOR)


def _sum(cells: dict[Place, Cell], state: str) -> Cell:
    chosen = [cell for (_domain, column), cell in cells.items() if column == state]
    return Cell(sum(cell.count for cell in chosen), frozenset().union(*(cell.organisations for cell in chosen)))
