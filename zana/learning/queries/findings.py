"""Open findings of an organisation as the rule of the day sees them."""

from zana.learning.rules.facts import Seen
from zana.people.models import Organisation


def read_findings(organisation: Organisation) -> tuple[tuple[Seen, ...], frozenset[str]]:
    """(open findings, controls that were looked at and hold or do not apply)."""
    return (), frozenset()
