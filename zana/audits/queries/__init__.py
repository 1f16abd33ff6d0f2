"""Reads of the audit: what stands, what it scores, what waits for a word, what a page shows."""

from zana.audits.queries.rechecks import missed_twice, rechecks
from zana.audits.queries.standings import (
    CohortLine,
    awaiting_word,
    current_audit,
    list_questions,
    open_findings,
    read_cohort,
    read_scores,
    read_standings,
    score_domains,
    sort_in_boxes,
    standing_findings,
)

__all__ = [
    "CohortLine",
    "awaiting_word",
    "current_audit",
    "list_questions",
    "missed_twice",
    "open_findings",
    "read_cohort",
    "read_scores",
    "read_standings",
    "rechecks",
    "score_domains",
    "sort_in_boxes",
    "standing_findings",
]
