"""What a round found, for tests that go on from there."""

from __future__ import annotations

from zana.audits.models import Finding
from zana.audits.queries import open_findings
from zana.people.models import Organisation


def one_open(organisation: Organisation, control: str = "") -> Finding:
    """The only one that is open, or the one of this control."""
    (finding,) = (one for one in open_findings(organisation) if control in ("", one.control))
    return finding
