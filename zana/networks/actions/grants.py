"""What whoever connected an account has allowed, asked before anything is begun that she said no to."""

from __future__ import annotations

from zana.kernel.words import say
from zana.networks.errors import CannotDo
from zana.networks.models import Account, Token
from zana.networks.rules import ABILITIES


def find_shut(account: Account) -> dict[str, tuple[str, ...]]:
    """{what its keys do not open: permissions they lack}. Nothing where nobody knows what they may do."""
    token = Token.objects.of(account.organisation).filter(account=account).first()
    return account.description.find_missing(tuple(token.scopes)) if token and token.scopes else {}


def ensure_allowed(account: Account, *abilities: str) -> None:
    """Raises CannotDo in words. The abilities are keys of `Network.needs`."""
    shut = find_shut(account)
    for ability in abilities:
        if ability in shut:
            raise CannotDo(
                say(
                    "You said no to {what} on {network}. To allow it, connect the account again and say yes.",
                    what=ABILITIES[ability],
                    network=account.description.label,
                )
            )
