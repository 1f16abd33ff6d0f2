"""Looking by ourselves: at once on a person's word, every week on a standing order, and at photos she chooses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import IO, BinaryIO, cast

from django.db import transaction

from zana.audits.actions.findings import settle_findings
from zana.audits.actions.looking import start_audit
from zana.audits.controls import catalogue
from zana.audits.models import Evidence, Lookout
from zana.audits.models.lookouts import DUE
from zana.audits.probes import Probe, Probed, probes
from zana.audits.probing.accounts import look_at
from zana.audits.probing.visiting import is_ours, secure
from zana.audits.queries.circumstances import read_setting
from zana.audits.rules.freshness import STRENGTHS, Way, window_days
from zana.audits.rules.pictures import judge_photos
from zana.audits.rules.safety_first import HARMS, decide_seen, tells_harm
from zana.audits.rules.settling import HAND
from zana.kernel import clock, http
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say
from zana.networks.errors import TryLater
from zana.networks.models import Account
from zana.networks.models.accounts import LEFT
from zana.people import log, roles
from zana.people.models import Membership, Organisation, Person
from zana.studio.media.clean import find_metadata

PHOTOS = 20
LANGUAGES = ("sq", "sr", "en")


@dataclass
class Looked:
    """What came of one round. `wait_until`: a network asked us to come back."""

    kept: list[Evidence] = field(default_factory=list)
    seen: int = 0
    troubles: list[Saying] = field(default_factory=list)
    wait_until: datetime | None = None


# --- standing orders


@transaction.atomic
def ask_look(*, by: Person, organisation: Organisation, weekly: bool = False) -> Lookout:
    """Look as soon as a worker is free; `weekly`: and again every week, in this person's name."""
    roles.require(by, "audits.answer", organisation)
    rows = Lookout.objects.of(organisation)
    lookout, _ = rows.get_or_create(organisation=organisation, defaults={"asked_by": by})
    rows.filter(pk=lookout.pk).update(asked_by=by, weekly=weekly)
    rows.filter(pk=lookout.pk, state=DUE).update(next_attempt_at=clock.now())
    log.record(by, "look.asked", organisation=organisation, weekly=weekly)
    lookout.refresh_from_db()
    return lookout


@transaction.atomic
def stop_looking(*, by: Person, organisation: Organisation) -> None:
    roles.require(by, "audits.answer", organisation)
    rows = Lookout.objects.of(organisation)
    rows.update(weekly=False)
    rows.filter(state=DUE).update(next_attempt_at=None)
    log.record(by, "look.stopped", organisation=organisation)


def set_website(*, by: Person, organisation: Organisation, website: str) -> None:
    """Where the organisation's own pages stand. Looks a name up, so not inside a transaction."""
    roles.require(by, "audits.answer", organisation)
    address = secure(website.strip()) if website.strip() else ""
    if address and is_ours(address):
        raise Refusal(say("This is an address of this house, not of your website."))
    try:
        if address:
            http.check_address(address)
    except http.ForbiddenAddress:
        raise Refusal(say("This is not the address of a website on the internet.")) from None
    except http.Unreachable:
        raise Refusal(say("Nobody is found at this address. Is it written rightly?")) from None
    with transaction.atomic():
        Organisation.objects.filter(pk=organisation.pk).update(website=address)
        Lookout.objects.of(organisation).update(silent_since=None)
        log.record(by, "organisation.website_set", organisation=organisation)
    organisation.website = address


@transaction.atomic
def set_language_plan(*, by: Person, organisation: Organisation, plan: Mapping[str, int]) -> None:
    """How much of the posts is meant to be in which language, in percent; nothing at all takes the plan back."""
    roles.require(by, "audits.answer", organisation)
    wanted = {language: plan[language] for language in LANGUAGES if plan.get(language)}
    if any(not 0 <= share <= 100 for share in wanted.values()) or (wanted and sum(wanted.values()) != 100):
        raise Refusal(say("The shares have to make 100 together."))
    rows = Lookout.objects.of(organisation)
    rows.get_or_create(organisation=organisation, defaults={"asked_by": by})
    rows.update(language_plan=wanted)
    log.record(by, "languages.planned", organisation=organisation)


def speak_for(lookout: Lookout) -> Person | None:
    """In whose name a round is noted: who asked, or while she may no longer, a director; None stops the rounds."""
    if roles.may(lookout.asked_by, "audits.answer", lookout.organisation):
        return lookout.asked_by
    rows = Membership.live.filter(organisation=lookout.organisation, role=roles.DIRECTOR).select_related("person")
    return next((row.person for row in rows if row.person.is_active), None)


# --- one round


def look(*, by: Person, organisation: Organisation) -> Looked:
    """Every registered probe, one after the other. Calls out: not inside a transaction."""
    roles.require(by, "audits.answer", organisation)
    looked = Looked()
    for probe in probes():
        found: list[Probed] = []
        try:
            for probed in probe.look(organisation):
                found.append(probed)  # noqa: PERF402 - what was given before a probe stops is kept
        except TryLater as busy:
            looked.wait_until = max(filter(None, (busy.at, looked.wait_until)))
            looked.troubles.append(say("A network asked us to wait. We look there again later."))
        looked.seen += len(found)
        looked.kept += keep_probed(by=by, organisation=organisation, probe=probe, found=found)
    now = clock.now()
    kept = [trouble.as_json() for trouble in looked.troubles]
    Lookout.objects.of(organisation).update(looked_at=now, troubles=kept)
    return looked


@transaction.atomic
def keep_probed(*, by: Person, organisation: Organisation, probe: Probe, found: Iterable[Probed]) -> list[Evidence]:
    """What a probe saw, as evidence, where it tells something new; findings follow from it."""
    roles.require(by, "audits.answer", organisation)
    found = _put_safety_first(organisation, found)
    before = _last_rows(organisation, probe.name)
    fresh = [probed for probed in found if _is_news(probed, probe.way, before.get((probed.control, probed.network)))]
    fresh = [probed for probed in fresh if not _does_not_apply(organisation, probed.control)]
    return _store(by, organisation, probe.name, probe.way, fresh) if fresh else []


def _put_safety_first(organisation: Organisation, found: Iterable[Probed]) -> list[Probed]:
    """Where being found can endanger somebody, what a machine saw is a question to a person and no gain."""
    listed = list(found)
    asked = {probed.control for probed in listed} & HARMS.keys()
    if not asked:
        return listed
    setting, told = read_setting(organisation), _told_harm(organisation, asked)
    judged = []
    for probed in listed:
        decided = decide_seen(probed.control, probed.result, told=probed.control in told, setting=setting)
        judged.append(replace(probed, result=decided.result, why=decided.why or probed.why))
    return judged


def _told_harm(organisation: Organisation, controls: Iterable[str]) -> frozenset[str]:
    """Of these, the ones whose newest answer by hand was that it endangers somebody."""
    rows = Evidence.objects.of(organisation).filter(control__in=controls, way__in=HAND, probe="")
    newest = {row.control: row for row in rows.order_by("noted_at", "pk")}
    return frozenset(control for control, row in newest.items() if tells_harm(row.seen["why"]))


def _store(by: Person, organisation: Organisation, name: str, way: Way, found: list[Probed]) -> list[Evidence]:
    audit = start_audit(by=by, organisation=organisation, scope="minimum")
    kept = [
        Evidence.objects.of(organisation).create(
            audit=audit,
            control=probed.control,
            network=probed.network,
            result=probed.result,
            way=probed.way or way,
            strength=STRENGTHS[probed.way or way],
            observed_at=probed.observed_at,
            by=by,
            probe=name,
            sealed=_seal(probed),
        )
        for probed in found
    ]
    settle_findings(by=by, organisation=organisation, controls=[evidence.control for evidence in kept])
    log.record(by, "probe.kept", organisation=organisation, thing=f"probe:{name}", count=len(kept))
    return kept


def _seal(probed: Probed) -> str:
    said = {
        "why": probed.why.as_json(),
        "facts": [fact.as_json() for fact in probed.facts],
        "rule": catalogue()[probed.control].rule_text,
    }
    return json.dumps(said)


def _last_rows(organisation: Organisation, name: str) -> dict[tuple[str, str], Evidence]:
    """{(control, network): what this probe noted last}"""
    last: dict[tuple[str, str], Evidence] = {}
    for row in Evidence.objects.of(organisation).filter(probe=name).order_by("noted_at", "pk"):
        last[row.control, row.network] = row
    return last


def _is_news(probed: Probed, way: Way, last: Evidence | None) -> bool:
    """Something else than last time, or the last time was half a window of freshness ago."""
    about = catalogue().get(probed.control)
    window = window_days(probed.way or way, about.kind) if about else None
    if window is None:
        return False  # this way of knowing proves nothing there
    if last is None or last.result != probed.result:
        return True
    if probed.result == "unknown" and last.seen["facts"] != list(probed.facts):
        return True
    return probed.observed_at - last.observed_at >= timedelta(days=window / 2)


def _does_not_apply(organisation: Organisation, control: str) -> bool:
    """Somebody said so with a reason: no machine takes it back."""
    newest = Evidence.objects.of(organisation).filter(control=control, way__in=HAND, probe="").first()
    return newest is not None and newest.result == "na"


# --- a rehearsal, and photos


def look_at_rehearsal(*, by: Person, organisation: Organisation) -> list[Probed]:
    """What the same look says of the practice accounts: shown, and kept nowhere. Calls out."""
    roles.require(by, "audits.answer", organisation)
    rows = Account.objects.of(organisation).exclude(state=LEFT).select_related("organisation")
    found: list[Probed] = []
    try:
        for probed in look_at(organisation, [account for account in rows if account.is_practice]):
            found.append(probed)  # noqa: PERF402 - what was given before it stops is shown
    except TryLater:
        pass
    return found


def count_places(files: Iterable[tuple[str, IO[bytes]]]) -> tuple[int, int]:
    """How many photos, and how many of them carry a place. Refuses what is no picture; keeps nothing."""
    count = with_place = 0
    for name, file in files:
        count += 1
        if count > PHOTOS:
            raise Refusal(say("Choose at most {count} photos.", count=PHOTOS))
        with_place += "gps" in find_metadata(cast(BinaryIO, file), name)
    if not count:
        raise Refusal(say("Choose the last photos you sent out, as they are on the phone or camera."))
    return count, with_place


def check_photos(
    *, by: Person, organisation: Organisation, files: Iterable[tuple[str, IO[bytes]]], harmless: bool = False
) -> Evidence:
    """SEC-58: of the photos only two numbers are kept. `harmless`: none of the places is a shelter or a home."""
    roles.require(by, "audits.answer", organisation)
    verdict = judge_photos(*count_places(files), harmless=harmless)
    probed = Probed(verdict.control, verdict.result, verdict.why, clock.now(), verdict.facts)
    with transaction.atomic():
        return _store(by, organisation, "audits.photos", "file", [probed])[0]
