"""Engagement beside organisations of the same size: the side of the line is told, the line is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from zana.audits.probes import Probed
from zana.audits.probing.reporting import NETWORKS, join_accounts, report
from zana.audits.rules import posting
from zana.audits.rules.freshness import Way
from zana.kernel import clock
from zana.networks.models import Account, Reading, RemotePost
from zana.networks.models.accounts import LEFT
from zana.people.models import Enrolment, Organisation
from zana.people.release import Cell, Rule, Shown, release_one

INTERACTIONS = ("post_reactions", "post_comments", "post_shares")
PERIOD = timedelta(days=90)
RULE = Rule(people=posting.PEERS, organisations=posting.PEERS)


class Peers:
    name = "audits.peers"
    way: Way = "api"
    source = "numbers"
    controls = ("VIS-40",)

    def look(self, organisation: Organisation) -> Iterator[Probed]:
        programmes = Enrolment.live.filter(organisation=organisation).values("programme")
        cohort = set(Enrolment.live.filter(programme__in=programmes).values_list("organisation", flat=True))
        rates = read_rates(cohort)
        found: list[tuple[Account, Probed]] = []
        for account, own, band in rates:
            if account.organisation_id == organisation.pk:
                peers = _choose(rates, account, band)
                verdict = posting.judge_engagement(own, peers) if peers else None
                found += [(account, probed) for probed in report([verdict], clock.now(), account.network)]
        yield from join_accounts(found)


Rate = tuple[Account, float, int]  # account, engagement, size band


def _choose(rates: list[Rate], account: Account, band: int) -> list[float]:
    """One number for each other organisation; none at all where the rule of release would show them."""
    others = {
        other.organisation_id: rate
        for other, rate, size in rates
        if other.network == account.network and size == band and other.organisation_id != account.organisation_id
    }
    cell = Cell(len(others), frozenset(str(number) for number in others))
    return list(others.values()) if isinstance(release_one(cell, RULE), Shown) else []


def read_rates(cohort: set[int]) -> list[Rate]:
    """Every real account of the cohort with enough posts, with as many queries however many there are."""
    rows = Account.objects.across_organisations().filter(organisation__in=cohort, network__in=NETWORKS)
    accounts = {account.pk: account for account in rows.exclude(state=LEFT) if not account.is_practice}
    readings = Reading.objects.across_organisations().filter(account__in=accounts)
    counted = readings.filter(metric="followers", remote_post=None).order_by("taken_at", "pk")
    followers: dict[int, int] = dict(counted.values_list("account_id", "value"))  # the newest comes last and stays
    sums = _sum_posts(set(accounts))
    rates: list[Rate] = []
    for number, account in accounts.items():
        rate = posting.engagement(sums[number], followers.get(number, 0))
        if rate is not None:
            rates.append((account, rate, posting.size_band(followers[number])))
    return rates


def _sum_posts(accounts: set[int]) -> dict[int, list[int]]:
    """{account: reactions, comments and shares of each post of the last three months}"""
    posts = RemotePost.objects.across_organisations().filter(account__in=accounts, gone_at=None)
    recent = posts.filter(published_at__gte=clock.now() - PERIOD).values("pk")
    newest: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    readings = Reading.objects.across_organisations().filter(remote_post__in=recent, metric__in=INTERACTIONS)
    for account, post, metric, value in readings.order_by("taken_at", "pk").values_list(
        "account_id", "remote_post_id", "metric", "value"
    ):
        if post is not None:
            newest[account, post][metric] = value
    sums: dict[int, list[int]] = defaultdict(list)
    for (account, _), numbers in newest.items():
        sums[account].append(sum(numbers.values()))
    return sums
