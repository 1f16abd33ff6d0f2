"""Whose numbers are in a file: matched by what the file and the accounts say of themselves, never guessed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from zana.impact.imports.shapes import Owner
from zana.kernel.errors import Refusal
from zana.kernel.words import Saying, say


@dataclass(frozen=True)
class Candidate:
    """An account of the organisation."""

    ref: str
    network: str
    remote_id: str
    name: str
    handle: str
    is_practice: bool


def choose_account(
    network: str, owners: Collection[Owner], accounts: Sequence[Candidate], *, is_chosen: bool
) -> str | None:
    """The reference of the account, or None where the file names one we do not have yet.

    `is_chosen`: a person has said which one, so only the network must fit. Refuses where it cannot be told.
    """
    if is_chosen and accounts and network and accounts[0].network != network:
        raise Refusal(say("This file is from another network than {name}.", name=accounts[0].name))
    if is_chosen and accounts:
        return accounts[0].ref
    if len({owner.id or owner.name for owner in owners}) > 1:
        raise Refusal(say("This file holds posts of several accounts. Export one account at a time."))
    here = [one for one in accounts if one.network == network or not network]
    matches = [one for one in here if _is_owner(one, owners)]
    real = [one for one in here if not one.is_practice]
    if len(matches) == 1:
        return matches[0].ref
    if not owners and len(real) == 1:
        return real[0].ref
    if owners and not real:
        return None
    raise Refusal(_which_one(owners, real))


def _is_owner(account: Candidate, owners: Collection[Owner]) -> bool:
    """By number; by name only for real accounts, for rehearsal may carry the same name."""
    if any(owner.id and owner.id == account.remote_id for owner in owners):
        return True
    names = {name.casefold().lstrip("@") for name in (account.name, account.handle) if name}
    return not account.is_practice and any(owner.name.casefold().lstrip("@") in names for owner in owners)


def _which_one(owners: Collection[Owner], real: Sequence[Candidate]) -> Saying:
    known = ", ".join(one.name for one in real)
    if owners:
        named = ", ".join(sorted(owner.name or owner.id for owner in owners))
        return say("The file is of {named}. Say which account that is: {known}.", named=named, known=known)
    if known:
        return say("The file does not say whose numbers it holds. Say which account: {known}.", known=known)
    return say("The file does not say whose numbers it holds. Add the account first.")
