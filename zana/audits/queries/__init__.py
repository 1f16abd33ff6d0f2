"""Reads of the audit: what stands, what it scores, what waits for a word, what a page shows."""

from zana.audits.queries.cohort import CohortLine, read_cohort
from zana.audits.queries.rechecks import missed_twice, rechecks
from zana.audits.queries.standings import (
    awaiting_word,
    current_audit,
    find_finding,
    list_questions,
    open_findings,
    read_pieces,
    read_scores,
    read_standings,
    score_domains,
    settle_all,
    sort_in_boxes,
    standing_findings,
)

__all__ = [
    "CohortLine",
    "awaiting_word",
    "current_audit",
    "find_finding",
    "list_questions",
    "missed_twice",
    "open_findings",
    "read_cohort",
    "read_pieces",
    "read_scores",
    "read_standings",
    "rechecks",
    "score_domains",
    "settle_all",
    "sort_in_boxes",
    "standing_findings",
]
