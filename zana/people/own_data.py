"""What the ground itself keeps about one person. `erasure` and `export` see to what is called `own` here."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from zana.kernel.models import Heartbeat, OnceKey
from zana.people.keeping import Keeping
from zana.people.models import (
    Invitation,
    Letter,
    LogEntry,
    Membership,
    Notice,
    Organisation,
    Person,
    Programme,
    SafePlace,
)

_PUBLIC = "an organisation's own name or a programme's, as everybody knows it"

KEEPINGS = {
    "person": Keeping(Person, own=("name", "email", "password")),
    "roles": Keeping(Membership, own=("person",)),
    "invitations_to_the_house": Keeping(
        Invitation,
        untold={"invited_by": "it names somebody else; that she invited stands in her log"},
        own=("email", "name"),
    ),
    "notices": Keeping(Notice, own=("person",), searched=("kept_saying",), untouched={"link": "a path of this house"}),
    "letters": Keeping(
        Letter,
        told={"person": ("created_at", "kept_subject")},
        searched=("kept_subject", "kept_body", "calendar"),
        untouched={"link": "good once, and wiped when the letter is out"},
        own=("address",),
    ),
    "log": Keeping(
        LogEntry,
        own=("person",),
        untouched={
            "facts": "written once; small values, never a name or words",
            "thing": "the ref of a row",
            "verb": "a word of our own",
        },
    ),
    "addresses": Keeping(EmailAddress, told={"user": ("email", "verified")}, goes=("user",), own=("email",)),
    "second_steps": Keeping(
        Authenticator,
        told={"user": ("type", "created_at", "last_used_at")},
        goes=("user",),
        untouched={"data": "a key: it goes with its row and is told to nobody"},
    ),
    "places": Keeping(SafePlace, untouched={"names": "confidential places; the safety gate needs them"}),
    "organisations": Keeping(
        Organisation, untouched=dict.fromkeys(("name", "slug", "region", "website"), _PUBLIC)
    ),
    "programmes": Keeping(
        Programme, untouched=dict.fromkeys(("name", "slug", "implementer", "partner_network", "funder"), _PUBLIC)
    ),
    "processes": Keeping(Heartbeat, untouched={"who": "a process"}),
    "once_keys": Keeping(OnceKey, untouched={"key": "the key of a form, drawn by lot"}),
}  # fmt: skip
