"""What each number is called, where it comes from and how it is said. Languages come at the edge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from zana.kernel.words import Saying, say


@dataclass(frozen=True)
class Description:
    label: Saying
    method: Saying
    source: Saying


_LATER = say(
    "Asked twelve weeks after a training, without names; several hindrances could be named. Counted in whole waves."
)
_SAID_LATER: dict[str, Saying] = {
    "used": say("Participants who use it twelve weeks later"),
    "time": say("hindered by: no time"),
    "internet": say("hindered by: slow or no internet"),
    "approval": say("hindered by: nobody approves, or too late"),
    "equipment": say("hindered by: no phone or computer for it"),
    "money": say("hindered by: no money for it"),
    "attacks": say("hindered by: fear of attacks"),
}

DESCRIPTIONS: dict[str, Description] = {
    "OP1": Description(
        say("Organisations in the programme"),
        say("Organisations enrolled in the programme, each counted once."),
        say("enrolments"),
    ),
    "regions": Description(
        say("Regions they come from"),
        say("Different regions written down for these organisations."),
        say("enrolments"),
    ),
    "OP2": Description(
        say("Persons trained for at least three hours"),
        say("Persons present for 180 minutes or more of one training. Who came to several counts once."),
        say("attendance lists"),
    ),
    "women": Description(
        say("of them women"),
        say("Of the persons trained, those who say so of themselves. Nobody is counted by her name or her looks."),
        say("attendance lists and what people say of themselves"),
    ),
    "men": Description(
        say("of them men"),
        say(
            "Of the persons trained, those who say so of themselves. Others, and who said nothing, are in the sum only."
        ),
        say("attendance lists and what people say of themselves"),
    ),
    "OP3": Description(
        say("Participations in trainings"),
        say("Persons times trainings: who came to two trainings counts twice."),
        say("attendance lists"),
    ),
    "OP5": Description(
        say("Organisations whose individual training day was held"),
        say("Organisations with at least one individual day held, of all enrolled."),
        say("training calendar"),
    ),
    "OP9": Description(
        say("Participants who say that a joint training matters for their daily work"),
        say("Answers 4 or 5 of 5, of all who could say; asked without names, counted in whole waves."),
        say("feedback forms"),
    ),
    "findings": Description(
        say("Critical and serious findings that are closed"),
        say("Findings of the two highest severities that are closed now, of all that were made."),
        say("audits"),
    ),
    "accounts": Description(
        say("Accounts on social networks"),
        say(
            "Accounts of these organisations known to Zana, connected or kept by hand; practice accounts do not count."
        ),
        say("accounts"),
    ),
    "posts": Description(
        say("Posts published"),
        say("Posts of these accounts seen on the networks or in their exports since the programme began."),
        say("posts with their address or number on the network"),
    ),
    "rehearsed": Description(
        say("Posts rehearsed in the practice network"),
        say("Posts published for practice. Nobody outside saw them; they are never added to the published ones."),
        say("posts in the practice network"),
    ),
    "IM2": Description(
        say("Followers of the same accounts, then and now"),
        say(
            "Sum over the accounts with a reading near the beginning and one near the end (28 days); "
            "accounts that came later are left out. Followers are accounts, not persons, and may repeat."
        ),
        say("readings from the networks and from exports"),
    ),
    **{key: Description(label, _LATER, say("feedback forms")) for key, label in _SAID_LATER.items()},
}

GENERAL = (
    say("Persons are counted only in groups of five or more, from three organisations or more."),
    say("Where one group is too small a second one is hidden too, so that nobody can work the first one out."),
    say("A percentage is given from ten upwards; below, it is said as 7 of 9."),
    say("Unknown means that nobody has measured it. It never means zero."),
    say("No organisation is named next to a weakness."),
    say("These numbers describe. They do not prove that the training caused a change."),
)


def say_value(number: Mapping[str, Any], show: Callable[[int], str] = str) -> tuple[str | Saying, Saying | None]:
    """What stands large and what stands small beneath it, from a number as kept in a report.

    `show` writes a whole number as the reader's language does.
    """
    if number["state"] == "hidden":
        return say("not shown"), Saying.from_json(number["why"])
    if number["state"] == "unknown":
        return say("unknown"), Saying.from_json(number["why"])
    if "whole" in number:
        fraction = say("{part} of {whole}", part=show(number["part"]), whole=show(number["whole"]))
        percent = number["percent"]
        return (fraction, None) if percent is None else (f"{percent}\u00a0%", fraction)
    if "before" in number:
        return show(number["now"]), _say_change(show(number["before"]), number["percent"])
    return show(number["value"]), None


def _say_change(before: str, percent: int | None) -> Saying:
    if percent is None:
        return say("{before} at the beginning", before=before)
    signed = f"{percent:+d}\u00a0%".replace("-", "−")
    return say("{before} at the beginning ({change})", before=before, change=signed)
