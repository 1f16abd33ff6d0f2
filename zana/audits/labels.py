"""The audit's own words for domains, results, ways of knowing and boxes; the codes stay in the rows."""

from __future__ import annotations

from zana.audits.rules.risk import Box
from zana.kernel.words import Saying, say

DOMAINS: dict[str, Saying] = {
    "security": say("Security"),
    "control": say("Control"),
    "visibility": say("Visibility"),
}
RESULTS: dict[str, Saying] = {
    "pass": say("in place"),
    "partial": say("partly"),
    "fail": say("missing"),
    "unknown": say("not known"),
    "na": say("does not apply"),
}
RESULT_KINDS = {"pass": "ok", "partial": "warn", "fail": "stop", "unknown": "unk", "na": "info"}
LABEL_KINDS = {"act_now": "stop", "not_known": "unk", "work_to_do": "warn", "in_hand": "ok"}
WAYS: dict[str, Saying] = {
    "api": say("read from the network itself"),
    "export": say("from the downloaded archive"),
    "public": say("seen on the public page"),
    "file": say("measured in a file"),
    "observe": say("seen together on the screen"),
    "drill": say("shown in a drill"),
    "doc": say("a document was shown"),
    "attest": say("somebody said so"),
}
# How the same ways are offered as answers.
CHOICES: dict[str, Saying] = {
    "observe": say("We saw it together on the screen"),
    "doc": say("We were shown a document"),
    "public": say("We saw it on the public page"),
    "drill": say("It was shown in a drill"),
    "attest": say("Somebody told us"),
}
BOXES: dict[Box, tuple[Saying, Saying]] = {
    "now": (say("Do now, together"), say("High harm, fifteen minutes or less")),
    "month": (say("This month"), say("Step by step")),
    "leadership": (say("Plan with leadership"), say("Needs a decision, or time set free")),
    "accepted": (say("Accepted, with a name"), say("Known, and left as it is for a reason")),
}
EVERYWHERE = say("the organisation")
# What the log of an incident says.
INCIDENT_VERBS: dict[str, Saying] = {
    "reported": say("said that something is wrong"),
    "suspected": say("gave an answer that is a sign"),
    "started": say("said that it is happening"),
    "done": say("did"),
    "undone": say("took back"),
    "kept": say("kept as proof"),
    "opened": say("opened what is kept"),
    "exported": say("made the paper for police or lawyer"),
    "set_aside": say("set it aside"),
    "closed": say("closed it"),
}
INCIDENT_STATES: dict[str, Saying] = {
    "suspected": say("not said yet whether it is happening"),
    "open": say("going on"),
    "closed": say("over"),
    "aside": say("set aside"),
}
KEPT_KINDS: dict[str, Saying] = {
    "picture": say("picture"),
    "file": say("file"),
    "address": say("address"),
    "note": say("note"),
}
ENDING: dict[str, Saying] = {
    "happened": say("What happened"),
    "lost": say("What was lost, or may have been seen"),
    "told": say("Who was told"),
    "following": say("What comes next, by whom"),
    "reason": say("Why nothing is happening"),
}
