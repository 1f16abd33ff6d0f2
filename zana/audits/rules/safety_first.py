"""Safety over visibility: where being found endangers somebody, being found is never counted as a gain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from zana.audits.rules.scoring import Result
from zana.kernel.words import Saying, say

# Visibility that a shelter, or somebody at risk, may do without: hidden on purpose is not missing.
REVERSIBLE = frozenset({"VIS-09", "VIS-14", "VIS-34", "VIS-35"})
# The right-hand control is judged only where the left-hand one, about safety, is not broken.
OUTRANKS: Mapping[str, frozenset[str]] = {"SEC-39": frozenset({"VIS-43"})}  # no faces and names before consent

Harm = Literal["place", "survivor", "staff"]
HARMS: Mapping[str, Harm] = {
    **dict.fromkeys(sorted(REVERSIBLE), "place"),
    "VIS-25": "survivor",
    "VIS-43": "staff",
}
QUESTIONS: Mapping[Harm, Saying] = {
    "place": say("What can be seen leads to a shelter, a safe house or somebody's home"),
    "survivor": say("One of the descriptions tells something about a survivor"),
    "staff": say("It shows the face or the name of somebody who has not said yes in writing"),
}
_NEVER_A_PASS: Mapping[Harm, Saying] = {
    "place": say("A shelter that can be found is never in place, however well it can be found."),
    "survivor": say("A description that tells something about a survivor is never in place, however complete it is."),
    "staff": say("Faces and names of the team wait until each of them has said yes in writing."),
}

_ONLY_A_PERSON: Mapping[Harm, Saying] = {
    "place": say("It can be found. Whether it leads to somebody who is to be protected, only you can see."),
    "survivor": say("The descriptions are there. Whether one of them tells something about a survivor, only you see."),
    "staff": say("It is there. Whether each of those who can be seen has said yes in writing, only you know."),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the organisation: a shelter, somebody of the team at risk."""

    has_shelter: bool = False
    staff_at_risk: bool = False

    @property
    def is_careful(self) -> bool:
        return self.has_shelter or self.staff_at_risk


@dataclass(frozen=True, slots=True)
class Decision:
    result: Result
    why: Saying | None = None


def decide(control: str, result: Result, *, harms: bool = False, hidden: bool = False, setting: Setting) -> Decision:
    """What an answer counts as. `harms`: what is visible endangers somebody; `hidden`: it is missing on purpose.

    Harm makes a fail of every answer, also where nobody said that there is a shelter: she has just seen it.
    """
    harm = HARMS.get(control)
    if harm and harms and result != "unknown":
        return Decision("fail", _NEVER_A_PASS[harm])
    if hidden and may_hide(control, setting) and result in ("fail", "partial"):
        return Decision("na", say("Hidden on purpose: safety comes before visibility."))
    return Decision(result)


def decide_seen(control: str, result: Result, *, told: bool = False, setting: Setting) -> Decision:
    """What counts of what a machine saw. `told`: a person has answered that it endangers somebody.

    A machine sees that something is there, never whom it leads to, and that it is missing, never why.
    """
    harm = HARMS.get(control)
    if harm is None or result not in ("pass", "partial", "fail"):
        return Decision(result)
    if told and result != "fail":
        return Decision("unknown", say("Somebody saw that this endangers somebody. No machine takes that back."))
    if setting.is_careful and result != "fail":
        return Decision("unknown", _ONLY_A_PERSON[harm])
    if result == "fail" and may_hide(control, setting):
        return Decision("unknown", say("It cannot be found. Whether that is meant, only you can say."))
    return Decision(result)


def tells_harm(why: Saying | None) -> bool:
    """Whether an answer counts as missing because of whom it endangers."""
    return why is not None and why in _NEVER_A_PASS.values()


def may_hide(control: str, setting: Setting) -> bool:
    """Whether “not to be found” is a right answer here. A place that can be found (VIS-14) is never one."""
    return setting.is_careful and control in REVERSIBLE - {"VIS-14"}


def explain_rule(control: str, setting: Setting) -> Saying | None:
    """What the page of a question says before it is answered."""
    if control == "VIS-25":
        return say("Describe what is seen, never who a survivor is: no name, place, age, clothes or story of hers.")
    if control == "SEC-39" or any(control in lower for lower in OUTRANKS.values()):
        return say("This outranks every advice to show the faces of the team. Who is not shown is not missing.")
    if control not in REVERSIBLE or not setting.is_careful:
        return None
    if control == "VIS-14":
        return say("There is somebody to protect here. A public address of a shelter is never in place.")
    return say("There is somebody to protect here. Not to be found can be right: choose “No” and say that it is meant.")


def find_outranked(result_of: Callable[[str], Result]) -> frozenset[str]:
    """Their gain in visibility is not counted, and no lack of it held against them: the safety above it is broken."""
    broken = [lower for upper, lower in OUTRANKS.items() if result_of(upper) in ("fail", "partial")]
    return frozenset[str]().union(*broken)
