from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from zana.audits.models import RegisterLine, Review
from zana.audits.queries.registers import (
    compare_book,
    fingerprint,
    list_reviews,
    missing_accounts,
    open_book,
    waiting_comparison,
)
from zana.audits.rules.secrets import find_secret, find_secret_in_link, find_secret_in_number
from zana.audits.rules.shapes import DUTIES, NETWORK_KINDS, REGISTERS, Field, Register
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say
from zana.people import log, roles
from zana.people.models import Organisation, Person
from zana.people.turns import take_turn
from zana.studio.gate import list_places
from zana.studio.rules.places import find_places

HIDES_PLACE = say("This names one of your confidential places. Write it so that nobody could find the place by it.")
LONGEST = 300


class FieldRefused(Refusal):
    """A "no" about one field of a line."""

    def __init__(self, key: str, saying: Saying) -> None:
        super().__init__(saying)
        self.key = key


@transaction.atomic
def add_line(*, by: Person, organisation: Organisation, register: str, said: Mapping[str, Any]) -> RegisterLine:
    shape = REGISTERS[register]
    roles.require(by, shape.edit, organisation)
    kept = _check(organisation, shape, said)
    line = RegisterLine.objects.of(organisation).create(register=register, sealed=kept, added_by=by)
    log.record(by, "register.added", organisation=organisation, thing=f"line:{line.ref}", register=register)
    return line


@transaction.atomic
def change_line(*, by: Person, line: RegisterLine, said: Mapping[str, Any]) -> RegisterLine:
    shape = REGISTERS[line.register]
    roles.require(by, shape.edit, line.organisation)
    line.sealed, line.changed_at = _check(line.organisation, shape, said), clock.now()
    line.save(update_fields=["sealed", "changed_at"])
    _record(by, "register.changed", line)
    return line


@transaction.atomic
def remove_line(*, by: Person, line: RegisterLine) -> None:
    roles.require(by, REGISTERS[line.register].edit, line.organisation)
    if line.register == "accounts" and _is_named(line):
        raise Refusal(say("Other registers still name this account. Take it out there first."))
    _record(by, "register.removed", line)
    line.delete()


def _record(by: Person, verb: str, line: RegisterLine) -> None:
    log.record(by, verb, organisation=line.organisation, thing=f"line:{line.ref}", register=line.register)


def _is_named(line: RegisterLine) -> bool:
    others = RegisterLine.objects.of(line.organisation).filter(register__in=("rights", "recovery", "tools"))
    return any(line.ref in (other.said.get("accounts") or [other.said.get("account")]) for other in others)


def _check(organisation: Organisation, shape: Register, said: Mapping[str, Any]) -> str:
    """The line as it is kept; refused where a field is missing, holds a secret or names a confidential place."""
    kept = {asked.key: _clean(asked, said.get(asked.key)) for asked in shape.fields}
    for asked in shape.fields:
        value = kept[asked.key]
        if asked.required and value in ("", [], None):
            raise FieldRefused(asked.key, say("Please fill this in."))
        if isinstance(value, str) and (no := _refuse(asked, value)):
            raise FieldRefused(asked.key, no)
    _check_whole(shape.code, kept)
    refuse_places(organisation, {key: value for key, value in kept.items() if isinstance(value, str)})
    return json.dumps(kept, ensure_ascii=False)


def _clean(asked: Field, value: Any) -> Any:
    if asked.kind == "tick":
        return bool(value)
    if asked.kind in ("choices", "people", "accounts"):
        return [str(one) for one in value or ()]
    if isinstance(value, date):
        return value.isoformat()
    return str(value or "").strip()[:LONGEST]


def _refuse(asked: Field, value: str) -> Saying | None:
    if not value:
        return None
    if asked.kind == "phone":
        return find_secret_in_number(value)
    if asked.kind == "link":
        return find_secret_in_link(value)
    return find_secret(value) if asked.kind == "text" else None


def _check_whole(register: str, kept: Mapping[str, Any]) -> None:
    if register == "duties" and not (kept["person"] or kept["outside"]):
        raise FieldRefused("person", say("Name somebody of yours or somebody from outside."))
    if register == "forms" and not kept["empty"] and not kept["oldest"]:
        raise FieldRefused("oldest", say("Say how old the oldest entry is, or that none lies there."))


def refuse_places(organisation: Organisation, texts: Mapping[str, str]) -> None:
    lines = list_places(organisation)
    for key, text in texts.items():
        if find_places(text, lines):
            raise FieldRefused(key, HIDES_PLACE)


@transaction.atomic
def pull_accounts(*, by: Person, organisation: Organisation) -> int:
    """Put every account that is connected here on the list; who answers for it still has to be said."""
    roles.require(by, REGISTERS["accounts"].edit, organisation)
    found = missing_accounts(open_book(organisation))
    for account in found:
        kind = account.network if account.network in NETWORK_KINDS else "other"
        said = {"name": account.name, "kind": kind, "link": account.url}
        kept = {asked.key: _clean(asked, said.get(asked.key)) for asked in REGISTERS["accounts"].fields}
        RegisterLine.objects.of(organisation).create(
            register="accounts", sealed=json.dumps(kept, ensure_ascii=False), added_by=by, account=account.pk
        )
    if found:
        log.record(by, "register.pulled", organisation=organisation, count=len(found))
    return len(found)


# --- looking through


@transaction.atomic
def review_register(*, by: Person, organisation: Organisation, register: str) -> Review:
    """One button: somebody looked through it and it is right."""
    shape = REGISTERS[register]
    roles.require(by, shape.edit, organisation)
    if register == "rights":
        raise Refusal(say("Rights are looked through by two people who compare them with the staff list."))
    if not RegisterLine.objects.of(organisation).filter(register=register).exists():
        raise Refusal(say("There is nothing on this list yet. Add the first line."))
    review = Review.objects.of(organisation).create(register=register, by=by)
    log.record(by, "register.reviewed", organisation=organisation, register=register)
    return review


@transaction.atomic
def sign_comparison(
    *, by: Person, organisation: Organisation, seen: str, networks_too: bool = False, settings_too: bool = False
) -> Review:
    """The first signature opens a comparison, the second, of another person on the same lists, completes it."""
    roles.require(by, "registers.edit", organisation)
    take_turn(organisation)
    book = open_book(organisation)
    differences = compare_book(book)
    if seen != fingerprint(book, differences):
        raise Refusal(say("The lists have changed since you opened the page. Look once more, then sign."))
    if not book.lines.get("rights") or not book.staff:
        raise Refusal(say("Fill in the staff list and the list of rights first; then there is something to compare."))
    first = waiting_comparison(list_reviews(organisation))
    if first is not None and first.seen == seen:
        return _countersign(by, first, networks_too, settings_too)
    review = Review.objects.of(organisation).create(
        register=Review.COMPARE,
        by=by,
        networks_too=networks_too,
        settings_too=settings_too,
        differing=sum(difference.is_access for difference in differences),
        seen=seen,
        sealed=json.dumps([difference.why.as_json() for difference in differences]),
    )
    log.record(by, "register.compared", organisation=organisation)
    return review


def _countersign(by: Person, first: Review, networks_too: bool, settings_too: bool) -> Review:
    """What only one of the two looked at was not looked at by two."""
    if first.by_id == by.pk:
        raise Refusal(say("You have signed already. The second signature is somebody else's."))
    first.second_by, first.second_at = by, clock.now()
    first.networks_too = first.networks_too and networks_too
    first.settings_too = first.settings_too and settings_too
    first.save(update_fields=["second_by", "second_at", "networks_too", "settings_too"])
    log.record(by, "register.countersigned", organisation=first.organisation)
    return first


def note_paper(*, by: Person, organisation: Organisation, paper: str, language: str, form: str) -> None:
    """Somebody took a paper away: that stands in the log."""
    roles.require(by, DUTIES, organisation)
    log.record(by, "paper.taken", organisation=organisation, paper=paper, language=language, form=form)


@transaction.atomic
def agree_paper(*, by: Person, organisation: Organisation, paper: str) -> Review:
    """The team read the paper, filled its blanks and holds to it from today."""
    roles.require(by, "registers.edit", organisation)
    review = Review.objects.of(organisation).create(register=f"{Review.PAPER}{paper}", by=by)
    log.record(by, "paper.agreed", organisation=organisation, paper=paper)
    return review


def drop_rights(*, by: Person, organisation: Organisation, worker: str, registers: Iterable[str]) -> None:
    """What a leaver held on these lists is taken off them. Inside the caller's transaction."""
    keys = {"rights": "person", "tools": "users", "forms": "readers", "recovery": "knows"}
    for line in RegisterLine.objects.of(organisation).filter(register__in=list(registers)):
        said, key = line.said, keys[line.register]
        held = said.get(key)
        if isinstance(held, list) and worker in held:
            line.sealed = json.dumps({**said, key: [one for one in held if one != worker]}, ensure_ascii=False)
            line.changed_at = clock.now()
            line.save(update_fields=["sealed", "changed_at"])
            _record(by, "register.changed", line)
        elif held == worker:
            _record(by, "register.removed", line)
            line.delete()
