"""What networks keeps about one person: which doors she opened, and the keys she opened them with."""

from __future__ import annotations

from zana.kernel.words import say
from zana.networks.actions.tokens import mark_reconnect
from zana.networks.models import (
    Account,
    Budget,
    Consent,
    ProfilePicture,
    ProfileSnapshot,
    RemotePost,
    Signal,
    Source,
    Spend,
    Token,
)
from zana.people.erasure import register_erasure
from zana.people.keeping import Keeping, register_keepings
from zana.people.models import Person

_SHOWN = "as everybody sees the organisation's account out there"
_KEY = "a key: it goes with its row and is told to nobody"
_CODE = "a word or a number of the network"

KEEPINGS = {
    "accounts_connected": Keeping(
        Account,
        told={"connected_by": ("network", "name", "by_hand", "connected_at")},
        untouched={
            **dict.fromkeys(("handle", "name", "url"), _SHOWN),
            **dict.fromkeys(("remote_id", "api_base"), _CODE),
        },
        own=("trouble",),
    ),
    "account_keys": Keeping(
        Token,
        own=("account__connected_by",),
        untouched=dict.fromkeys(("access", "refresh", "scopes"), _KEY),
    ),
    "ways_to_a_network": Keeping(
        Consent,
        told={"person": ("network", "returned_at", "finished_at")},
        goes=("person",),
        untouched=dict.fromkeys(("verifier", "found"), _KEY),
    ),
    "budgets_agreed": Keeping(Budget, told={"agreed_by": ("network", "ceiling", "agreed_at")}),
    "spends": Keeping(Spend, untouched={"key": "the number of a delivery"}),
    "posts_out_there": Keeping(
        RemotePost, untouched={"text": _SHOWN, "url": _SHOWN, "remote_id": _CODE}
    ),
    "profile_pictures": Keeping(ProfilePicture, untouched={"small": _SHOWN}),
    "profiles": Keeping(
        ProfileSnapshot,
        untouched=dict.fromkeys(("name", "handle", "bio", "link", "picture_url", "cover_url"), _SHOWN),
    ),
    "sources": Keeping(Source, searched=("note",)),
    "signals": Keeping(
        Signal,
        untouched={
            "raw": "what strangers wrote out there; written once, gone after ZANA_SIGNAL_DAYS",
            "key": _CODE,
            "kind": _CODE,
        },
    ),
}  # fmt: skip

GONE = say("Whoever connected this account is not here any more. Connect it again with a sign-in of your own.")


def register_own_data() -> None:
    register_keepings(KEEPINGS)
    register_erasure("account_keys", take_keys_back)


def take_keys_back(person: Person) -> None:
    """What she let us do in her name ends with her; the account stays and waits for somebody else's sign-in."""
    hers = Account.objects.across_organisations().filter(connected_by=person)
    for token in Token.objects.across_organisations().filter(account__in=hers).select_related("account__organisation"):
        token.delete()
        mark_reconnect(token.account, GONE)
