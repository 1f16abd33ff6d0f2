"""What the profiles look like: name, handle, text, link and pictures as they were last seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from zana.audits.probes import Probed
from zana.audits.probing.languages import guess_language
from zana.audits.probing.measuring import measure
from zana.audits.probing.reporting import join_accounts, real_accounts, report
from zana.audits.rules import access, names, pictures
from zana.audits.rules.freshness import Way
from zana.audits.rules.verdicts import Verdict
from zana.kernel import clock
from zana.networks.models import Account, ProfileSnapshot
from zana.people.models import Organisation

Seen = list[tuple[Account, ProfileSnapshot]]


def newest_looks(organisation: Organisation) -> Seen:
    """Each real account with its newest look, where there is one."""
    accounts = {account.pk: account for account in real_accounts(organisation)}
    rows = ProfileSnapshot.objects.of(organisation).filter(account__in=accounts)
    newest: dict[int, ProfileSnapshot] = {}
    for snapshot in rows.select_related("picture", "cover").defer("picture__small", "cover__small"):
        newest.setdefault(snapshot.account_id, snapshot)
    return [(accounts[number], snapshot) for number, snapshot in newest.items()]


def seen_at(account: Account, snapshot: ProfileSnapshot) -> datetime:
    """A look is stored when something changed; the readings since then have seen the same."""
    return max(snapshot.taken_at, account.read_at or snapshot.taken_at)


def way_of(seen: Seen) -> Way | None:
    """What a person noted is as good as her looking."""
    return "observe" if any(snapshot.by_hand for _, snapshot in seen) else None


class Profiles:
    """Names and texts. No call leaves the house: the looks were taken with the readings."""

    name = "audits.profiles"
    way: Way = "public"
    source = "network"
    controls = ("VIS-03", "VIS-04", "VIS-06", "VIS-08", "VIS-16")

    def look(self, organisation: Organisation) -> Iterator[Probed]:
        seen = newest_looks(organisation)
        if not seen:
            return
        at = min(seen_at(account, snapshot) for account, snapshot in seen)
        told = [names.judge_names(_by_account(seen, "name")), names.judge_handles(_by_account(seen, "handle"))]
        texts = _by_language(seen)
        told += [names.judge_missions(texts), names.judge_languages(_spoken(seen, texts))]
        yield from report(told, at, way=way_of(seen))
        pages = [(account, snapshot) for account, snapshot in seen if account.network == "facebook"]
        yield from join_accounts(
            [
                (account, probed)
                for account, snapshot in pages
                for probed in report(
                    [access.judge_address(snapshot.handle, account.url)],
                    seen_at(account, snapshot),
                    "facebook",
                    way_of([(account, snapshot)]),
                )
            ]
        )


def _by_account(seen: Seen, part: str) -> dict[str, str]:
    """{network: what it says}; a second account on one network is told apart by its number."""
    found: dict[str, str] = {}
    for account, snapshot in seen:
        label = account.description.label
        label = f"{label} {sum(known.startswith(label) for known in found) + 1}" if label in found else label
        found[label] = getattr(snapshot, part) or (account.handle if part == "handle" else account.name)
    return found


def _by_language(seen: Seen) -> dict[str, dict[str, str]]:
    """{language: {network: the lines of its text in that language}}"""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for account, snapshot in seen:
        for line in (snapshot.bio or "").splitlines():
            language = guess_language(line)
            if language:
                place = found[language]
                place[account.description.label] = f"{place.get(account.description.label, '')} {line}".strip()
    return found


def _spoken(seen: Seen, texts: dict[str, dict[str, str]]) -> dict[str, frozenset[str]]:
    """{network: the languages of its text}, of those whose text was told."""
    return {
        account.description.label: frozenset(
            language for language, places in texts.items() if account.description.label in places
        )
        for account, snapshot in seen
        if snapshot.bio
    }


class Pictures:
    """Profile and cover picture, from the small copies that were kept."""

    name = "audits.pictures"
    way: Way = "file"
    source = "picture"
    controls = ("VIS-01", "VIS-02")

    def look(self, organisation: Organisation) -> Iterator[Probed]:
        found: list[tuple[Account, Probed]] = []
        for account, snapshot in newest_looks(organisation):
            verdicts = [_portrait(snapshot), _cover(account, snapshot)]
            at = seen_at(account, snapshot)
            found += [(account, probed) for probed in report(verdicts, at, account.network)]
        yield from join_accounts(found)


def _portrait(snapshot: ProfileSnapshot) -> Verdict | None:
    seen = measure(bytes(snapshot.picture.small)) if snapshot.picture and snapshot.picture.small else None
    return pictures.judge_portrait(seen) if seen else None


def _cover(account: Account, snapshot: ProfileSnapshot) -> Verdict | None:
    """The small copy says whether it is sharp and how old it is; its own size it does not say."""
    seen = measure(bytes(snapshot.cover.small)) if snapshot.cover and snapshot.cover.small else None
    if seen is None:
        return None
    return pictures.judge_cover(account.network, seen, _changed_at(account, snapshot), clock.now())


def _changed_at(account: Account, snapshot: ProfileSnapshot) -> datetime | None:
    """When this cover was first seen in another one's place."""
    rows = ProfileSnapshot.objects.of(account.organisation).filter(account=account).order_by("-taken_at", "-pk")
    first = None
    for cover, taken_at in rows.values_list("cover_id", "taken_at"):
        if cover != snapshot.cover_id:
            return first if cover is not None else None
        first = taken_at
    return None
