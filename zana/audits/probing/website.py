"""The organisation's website, the links from the profiles to it and back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zana.audits.models import Lookout
from zana.audits.probes import Probed
from zana.audits.probing.profiles import Seen, newest_looks, seen_at
from zana.audits.probing.reporting import join_accounts, report
from zana.audits.probing.visiting import Visited, secure, visit
from zana.audits.rules import visits, webpages
from zana.audits.rules.freshness import Way
from zana.kernel import clock
from zana.networks.models import Account
from zana.people.models import Organisation

SHORT_NUMBERS = ("112", "129", "192")  # for help: emergency, helpline, police


class Website:
    """Calls the website, never more than ten times."""

    name = "audits.website"
    way: Way = "public"
    source = "website"
    controls = ("VIS-12", "VIS-32", "VIS-33", "SEC-47")

    def look(self, organisation: Organisation) -> Iterator[Probed]:
        seen = newest_looks(organisation)
        links = sorted({snapshot.link for _, snapshot in seen if snapshot.link})
        site = organisation.website
        if not site and not seen:
            return
        visited = visit(site, links)
        lookout = Lookout.objects.of(organisation).first()
        note_silence(organisation, lookout, visited)
        yield from join_accounts(_doors(seen, site, visited, lookout))
        yield from _pages(seen, site, visited)
        yield from _second_channel(seen)


def note_silence(organisation: Organisation, lookout: Lookout | None, visited: Visited) -> None:
    """Since when the website does not answer: one silence alone may be ours."""
    if lookout is None or visited.home is None:
        return
    is_silent = visited.home.trouble == "silent" or visited.home.status >= 500
    since = (lookout.silent_since or clock.now()) if is_silent else None
    Lookout.objects.of(organisation).filter(pk=lookout.pk).update(silent_since=since)


def _doors(seen: Seen, site: str, visited: Visited, lookout: Lookout | None) -> list[tuple[Account, Probed]]:
    """What a profile links to. None of it said: nothing is known; said to be empty: it links nowhere."""
    found = []
    for account, snapshot in seen:
        knock = visited.doors.get(snapshot.link) if snapshot.link else None
        if snapshot.link is None or (snapshot.link and knock is None):
            continue
        since = lookout.silent_since if lookout else None
        verdict = visits.judge_door(knock, site, clock.now(), silent_since=since)
        at = clock.now() if knock else seen_at(account, snapshot)
        found += [(account, probed) for probed in report([verdict], at, account.network)]
    return found


def _pages(seen: Seen, site: str, visited: Visited) -> list[Probed]:
    if not visited.pages:
        return []
    links = {link for page in visited.pages for link in page.links}
    profiles = [webpages.Profile(account.network, account.url, snapshot.link) for account, snapshot in seen]
    verdicts = [
        webpages.judge_cards(visited.pages, visited.image),
        webpages.judge_links(links, secure(site), profiles),
    ]
    return report(verdicts, clock.now())


def _second_channel(seen: Seen) -> list[Probed]:
    told = [(account, snapshot) for account, snapshot in seen if snapshot.bio is not None]
    if not told:
        return []
    numbers = sum(has_number(snapshot.bio or "") for _, snapshot in told)
    linked = sum(bool(snapshot.link) for _, snapshot in told)
    at = min(seen_at(account, snapshot) for account, snapshot in told)
    return report([visits.judge_second_channel(len(told), linked, numbers)], at)


def has_number(text: str) -> bool:
    """Something that can be called: six figures or more in a row, or one of the short numbers for help."""
    joined = re.sub(r"(?<=\d)[ \-/.()]+(?=\d)", "", text)
    return any(len(figures) >= 6 or figures in SHORT_NUMBERS for figures in re.findall(r"\d+", joined))
