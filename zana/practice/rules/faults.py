"""What can go wrong on purpose. A new fault for a drill is one line here."""

from dataclasses import dataclass

from zana.kernel.words import Saying, say


@dataclass(frozen=True)
class FaultKind:
    """`when`: 'before' the world is touched, 'after' it has changed, while 'sending' what happened to programs,
    while 'uploading' a picture or video, or while 'processing' what was uploaded.

    `meaning` is for trainers.
    """

    name: str
    when: str
    meaning: Saying


KINDS: dict[str, FaultKind] = {
    kind.name: kind
    for kind in (
        FaultKind("rate_limited", "before", say("too many calls; nothing happened")),
        FaultKind("token_expired", "before", say("the access has run out")),
        FaultKind("token_revoked", "before", say("the person took the access back")),
        FaultKind("permission_missing", "before", say("a permission was not given")),
        FaultKind("broken_before", "before", say("server error; nothing was written")),
        FaultKind("broken_after", "after", say("server error although it was written")),
        FaultKind("answer_lost", "after", say("it was written, the answer never arrives")),
        FaultKind("slow", "before", say("the answer comes late")),
        FaultKind("refused", "before", say("refused for policy reasons")),
        FaultKind("duplicate", "before", say("refused as a duplicate")),
        FaultKind("media_refused", "uploading", say("the picture or video is not taken")),
        FaultKind("container_failed", "processing", say("the picture or video is taken, then found to be broken")),
        FaultKind("webhook_twice", "sending", say("the program is told the same thing twice")),
        FaultKind("webhook_out_of_order", "sending", say("the program is told the newest thing first")),
    )
}

VERBS = ("any", "read", "write", "publish", "upload", "comment", "delete", "insights", "token", "webhook", "processing")

# What goes wrong afterwards meets only this verb, whatever it was set on.
LATER = {"sending": "webhook", "processing": "processing"}
# A call that brings a picture and shows it at once is both.
SHOWN_AT_ONCE = "picture"


def matches(verb: str, wanted: str, when: str = "before") -> bool:
    """Does a fault set on `wanted` meet a call of this verb?"""
    if when == "uploading":
        return verb in ("upload", SHOWN_AT_ONCE)
    verb = "publish" if verb == SHOWN_AT_ONCE else verb
    if when in LATER or verb in LATER.values():
        return LATER.get(when) == verb
    if wanted in ("any", verb):
        return True
    reading = verb in ("read", "insights")
    return wanted == "read" if reading else (wanted == "write" and verb != "token")
