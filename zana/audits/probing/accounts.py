"""What the networks' own programs tell of the accounts' settings and roles."""

from __future__ import annotations

from collections.abc import Iterator

from zana.audits.probes import Probed
from zana.audits.probing.reporting import NETWORKS, join_accounts, real_accounts, report
from zana.audits.rules import access
from zana.audits.rules.freshness import Way
from zana.audits.rules.verdicts import Verdict
from zana.kernel import clock
from zana.networks import actions as networks
from zana.networks.errors import NetworkError, TryLater
from zana.networks.models import Account
from zana.networks.port import SafetyFacts
from zana.people.models import Membership, Organisation


class Accounts:
    """Calls the networks. One that asks to wait is told on at the end, after what the others said."""

    name = "audits.accounts"
    way: Way = "api"
    source = "network"
    controls = (
        *("SEC-02", "SEC-03", "SEC-27", "SEC-30", "SEC-32", "SEC-44"),
        *("CTL-01", "CTL-08", "CTL-15", "VIS-09", "VIS-13", "VIS-21", "VIS-30", "VIS-36"),
    )

    def look(self, organisation: Organisation) -> Iterator[Probed]:
        yield from look_at(organisation, real_accounts(organisation))


def look_at(organisation: Organisation, accounts: list[Account]) -> Iterator[Probed]:
    """The given accounts of the organisation, rehearsal or real; network after network."""
    members = member_names(organisation)
    wait: TryLater | None = None
    for network in NETWORKS:
        found: list[tuple[Account, Probed]] = []
        for account in accounts:
            if account.network != network or not account.is_open or account.description.guards is None:
                continue
            try:
                verdicts = judge_safety(networks.see_safety(account=account), members)
            except TryLater as busy:
                wait = wait or busy
            except NetworkError:
                continue  # the account's own page says what is wrong, and whom it waits for
            else:
                found += [(account, probed) for probed in report(verdicts, clock.now(), network)]
        yield from join_accounts(found)
    if wait is not None:
        raise wait


def judge_safety(facts: SafetyFacts, members: list[str]) -> list[Verdict]:
    """Only what the network said."""
    verdicts: list[Verdict] = []
    if facts.roles is not None:
        holders = [access.Holder(role.name, frozenset(role.tasks)) for role in facts.roles]
        verdicts += access.judge_roles(holders, members)
    if facts.moderation_words is not None:
        verdicts.append(access.judge_words(len(facts.moderation_words)))
    if facts.messages_open is not None:
        verdicts.append(access.judge_messages(facts.messages_open))
    if facts.verified is not None:
        verdicts.append(access.judge_verified(facts.verified))
    if facts.owner_business is not None:
        verdicts.append(access.judge_owner(facts.owner_business))
    if facts.category is not None:
        verdicts.append(access.judge_category(facts.category))
    if facts.phone is not None and facts.emails is not None:
        verdicts.append(access.judge_contact(facts.phone, len(facts.emails)))
    if facts.answers_within is not None:
        verdicts.append(access.judge_promise(facts.answers_within))
    if facts.pinned is not None:
        verdicts.append(access.judge_pinned(facts.pinned))
    return verdicts


def member_names(organisation: Organisation) -> list[str]:
    rows = Membership.live.filter(organisation=organisation).values_list("person__name", flat=True)
    return sorted(set(rows))
