"""Words that harm, and what to say instead. A starter list: suggestions only, to be signed off by a native editor."""

from __future__ import annotations

import re

from zana.kernel.words import Saying, say
from zana.studio.rules.persons import make_plain

# (patterns on plain text in any of the languages, what to say instead)
TERMS: tuple[tuple[str, Saying], ...] = (
    (
        r"krim\w* pasion\w*|nga xhelozia|zlocin\w* iz strasti|iz ljubomore|crime of passion|jealousy made him",
        say("It reads as if love were the reason. Say who did it: femicide, killed by her partner."),
    ),
    (
        r"(?:tragjedi|drame)\w* familjar\w*|porodicn\w+ (?:tragedij|dram)\w*|family (?:tragedy|drama)",
        say("Call it what it is: domestic violence."),
    ),
    (
        r"vrasje per nder|ubistvo iz casti|honou?r killing",
        say("Say: killing in the name of so-called honour."),
    ),
    (
        r"viktim\w+ e pretenduar|navodn\w+ zrtv\w+|alleged victim",
        say("It doubts her. Say: the woman who reported it."),
    ),
    (
        r"pse nuk u largua|zasto nije otisla|why didn'?t she leave",
        say("It blames her. Ask what kept help from reaching her."),
    ),
    (
        r"e provokoi|isprovocirala|she provoked",
        say("It blames her. Leave it out."),
    ),
    (
        r"porno\w* hakmarr\w+|osvetnick\w+ pornografij\w*|revenge porn",
        say("Say: abuse with intimate images."),
    ),
    (
        r"prostitut\w+ e mitur|malo?letn\w+ prostitutk\w*|child prostitute|child bride",
        say("A child is never that. Say: sexually exploited child, forced child marriage."),
    ),
    (
        r"perbindesh\w*|monstrum\w*|njeri i mire|dobar domacin",
        say("Neither monster nor good man. Say: the suspect, or the convicted man."),
    ),
)
_TERMS = tuple((re.compile(rf"\b(?:{pattern})"), saying) for pattern, saying in TERMS)


def find_terms(text: str) -> list[Saying]:
    plain = make_plain(text)
    return [saying for pattern, saying in _TERMS if pattern.search(plain)]
