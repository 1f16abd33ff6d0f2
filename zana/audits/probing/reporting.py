"""From a rule's verdict to what the socket takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from zana.audits.controls import catalogue
from zana.audits.probes import Probed
from zana.audits.rules.freshness import Way
from zana.audits.rules.settling import WORST_FIRST
from zana.audits.rules.verdicts import Verdict
from zana.kernel.words import Saying, say
from zana.networks.models import Account
from zana.networks.models.accounts import LEFT
from zana.people.models import Organisation

NETWORKS = ("facebook", "instagram", "x")  # the ones the catalogue knows


def real_accounts(organisation: Organisation) -> list[Account]:
    """What was rehearsed proves nothing about the real account."""
    rows = Account.objects.of(organisation).filter(network__in=NETWORKS).exclude(state=LEFT)
    return [account for account in rows.select_related("organisation") if not account.is_practice]


def report(verdicts: Iterable[Verdict | None], at: datetime, network: str = "", way: Way | None = None) -> list[Probed]:
    """What a control is about decides whether it is noted for a network or for the organisation."""
    found = []
    for verdict in verdicts:
        if verdict is not None:
            about = network if network in catalogue()[verdict.control].networks else ""
            found.append(Probed(verdict.control, verdict.result, verdict.why, at, verdict.facts, about, way))
    return found


def join_accounts(found: Sequence[tuple[Account, Probed]]) -> list[Probed]:
    """Several accounts on one network are one source: the worst counts, and each fact says whose it is."""
    by_place: dict[tuple[str, str], list[tuple[Account, Probed]]] = defaultdict(list)
    for account, probed in found:
        by_place[probed.control, probed.network].append((account, probed))
    return [_join(group) for group in by_place.values()]


def _join(group: list[tuple[Account, Probed]]) -> Probed:
    if len(group) == 1:
        return group[0][1]
    worst = min((probed for _, probed in group), key=lambda probed: (*WORST_FIRST, "na").index(probed.result))
    facts: list[Saying] = [
        say("{account}: {fact}", account=account.name, fact=fact)
        for account, probed in group
        for fact in (probed.facts or (probed.why,))
    ]
    return replace(worst, facts=tuple(facts), observed_at=min(probed.observed_at for _, probed in group))
