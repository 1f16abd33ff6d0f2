"""The verbs of the audit. Each asks for permission, is one transaction and leaves one entry in the log."""

from zana.audits.actions.archives import AnotherHolder, confirm_facts, keep_held, read_archive
from zana.audits.actions.exhibits import add_exhibit
from zana.audits.actions.findings import accept_finding, assign_finding, close_finding
from zana.audits.actions.looking import answer_control, close_audit, start_audit
from zana.audits.actions.reports import make_report, take_finding, take_report

__all__ = [
    "AnotherHolder",
    "accept_finding",
    "add_exhibit",
    "answer_control",
    "assign_finding",
    "close_audit",
    "close_finding",
    "confirm_facts",
    "keep_held",
    "make_report",
    "read_archive",
    "start_audit",
    "take_finding",
    "take_report",
]
