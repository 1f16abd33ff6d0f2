"""What knocking at a website's door counts for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from zana.audits.rules.verdicts import Verdict
from zana.audits.rules.webpages import host_of
from zana.kernel.words import Saying, say

# untrusted: no valid certificate; silent: nobody answered; walled: it leads where we do not go; loops: sent on and on;
# unread: an answer that never ended, broke off or was packed.
Trouble = Literal["", "untrusted", "silent", "walled", "loops", "unread"]
SOON = timedelta(days=14)
LASTING = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Knock:
    """One address as it answered. `ended`: where the redirects led; `until`: end of the certificate, if it was told."""

    address: str
    ended: str = ""
    status: int = 0
    trouble: Trouble = ""
    until: datetime | None = None

    @property
    def is_open(self) -> bool:
        return not self.trouble and self.status == 200


def judge_door(knock: Knock | None, site: str, now: datetime, *, silent_since: datetime | None = None) -> Verdict:
    """VIS-12. `knock` None: the profile links nowhere. One silence may be ours: the second, a day on, counts."""
    if knock is None:
        return Verdict("VIS-12", "fail", say("The profile links to no website."))
    facts = _describe(knock, now)
    if knock.is_open:
        return _judge_open(knock, site, facts)
    if knock.trouble == "untrusted":
        return Verdict(
            "VIS-12", "partial", say("The website's certificate is not valid: browsers warn people off."), facts
        )
    if knock.trouble in ("walled", "loops"):
        return Verdict("VIS-12", "fail", say("The link leads nowhere people can go."), facts)
    if knock.trouble == "unread" or knock.status in (401, 403, 406, 429):
        return Verdict("VIS-12", "unknown", say("The website does not let a program in. Open it together."), facts)
    is_gone = knock.status in (404, 410)
    if is_gone or (silent_since is not None and now - silent_since >= LASTING):
        return Verdict("VIS-12", "fail", say("The link is dead."), facts)
    return Verdict("VIS-12", "unknown", say("The website did not answer this time. We look again."), facts)


def _judge_open(knock: Knock, site: str, facts: tuple[Saying, ...]) -> Verdict:
    if not site or host_of(knock.ended) == host_of(site):
        return Verdict("VIS-12", "pass", say("The website is alive and secure."), facts)
    if host_of(knock.address) == host_of(site):
        return Verdict("VIS-12", "partial", say("Your website sends people on to another place."), facts)
    why = say("The link works, but leads to another place than your website. Is that meant?")
    return Verdict("VIS-12", "unknown", why, facts)


def _describe(knock: Knock, now: datetime) -> tuple[Saying, ...]:
    facts = [say("Asked: {host}", host=host_of(knock.address))]
    if knock.status:
        facts.append(say("It answered with {status}", status=knock.status))
    if knock.until is not None:
        ending = say("The certificate ends in {days} days", days=(knock.until - now).days)
        soon = say("The certificate ends in {days} days: have it renewed now", days=(knock.until - now).days)
        facts.append(soon if knock.until - now < SOON else ending)
    return tuple(facts)


def judge_second_channel(profiles: int, with_site: int, with_number: int) -> Verdict | None:
    """SEC-47, of profiles whose text we know: a hint, unless every one of them has both or none has either."""
    if not profiles:
        return None
    facts = (
        say("{count} of {of} profiles link to a website", count=with_site, of=profiles),
        say("{count} of {of} profiles name a telephone number", count=with_number, of=profiles),
    )
    if with_site == with_number == profiles:
        return Verdict("SEC-47", "pass", say("Every profile names the website and a number."), facts)
    why = say("Look at the profiles together: do they name your website, and a number to call?")
    return Verdict("SEC-47", "unknown", why, facts)
