"""Whether names, handles and texts on several networks are the same to a reader: case, script, ë and ç aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import combinations

from zana.audits.rules.verdicts import Verdict, by_share
from zana.kernel.words import say

# Serbian letters as Latin ones without marks; two letters for one where Latin writes two.
_PLAIN = "a b v g d d e z z i j k l lj m n nj o p r s t c u f h c c dz s"
_CYRILLIC = dict(zip("абвгдђежзијклљмнњопрстћуфхцчџш", _PLAIN.split(), strict=True))
_OTHERS = {"đ": "d", "ı": "i", "ł": "l", "ø": "o", "ß": "ss"}
_FOLDED = str.maketrans(_CYRILLIC | _OTHERS)
_WORDS = re.compile(r"[^\W_]+")
_LEAST_TOKENS = 5
LANGUAGES = {"sq": say("Albanian"), "sr": say("Serbian"), "en": say("English")}
_LEAST_SHARED = 3


def fold(text: str) -> str:
    """Lower case, Latin letters without marks: `Šoqata ЂУРЂИЦА` reads like `soqata durdica`."""
    once = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).casefold().translate(_FOLDED))
    plain = "".join(letter for letter in once if not unicodedata.combining(letter))
    return " ".join(_WORDS.findall(plain.casefold().translate(_FOLDED)))


def tokens(text: str) -> frozenset[str]:
    return frozenset(word for word in fold(text).split() if len(word) >= _LEAST_SHARED)


def overlap(one: str, other: str) -> float | None:
    """How much of the shorter text's words stand in the other one too; None where there is too little to compare."""
    mine, theirs = tokens(one), tokens(other)
    fewer = min(len(mine), len(theirs))
    return len(mine & theirs) / fewer if fewer >= _LEAST_TOKENS else None


def judge_names(names: Mapping[str, str]) -> Verdict | None:
    """VIS-03. `names`: {network: name}; None with fewer than two."""
    folded = {network: fold(name) for network, name in names.items() if fold(name)}
    if len(folded) < 2:
        return None
    facts = tuple(say("{network}: {name}", network=network, name=names[network]) for network in sorted(folded))
    common = max(sorted(folded.values()), key=list(folded.values()).count)
    odd = [name for name in folded.values() if name != common]
    if not odd:
        return Verdict("VIS-03", "pass", say("The name is the same everywhere, script and accents aside."), facts)
    if len(odd) == 1 and _is_variant(odd[0], common):
        return Verdict("VIS-03", "partial", say("One name differs by an addition or an abbreviation."), facts)
    return Verdict("VIS-03", "fail", say("The names differ from network to network."), facts)


def judge_handles(handles: Mapping[str, str]) -> Verdict | None:
    """VIS-04. `handles`: {network: handle without @}."""
    clean = {network: handle.lstrip("@").casefold() for network, handle in handles.items() if handle.strip("@ ")}
    if len(clean) < 2:
        return None
    facts = tuple(say("{network}: {name}", network=network, name=clean[network]) for network in sorted(clean))
    if len(set(clean.values())) == 1:
        return Verdict("VIS-04", "pass", say("The handle is the same everywhere."), facts)
    bare = sorted({re.sub(r"[\W_]", "", handle) for handle in clean.values()}, key=len)
    if bare[0] and all(handle.startswith(bare[0]) for handle in bare):
        return Verdict("VIS-04", "partial", say("The handles differ by a dot, a dash or an ending."), facts)
    return Verdict("VIS-04", "fail", say("The handles are different words."), facts)


def judge_missions(texts: Mapping[str, Mapping[str, str]]) -> Verdict | None:
    """VIS-16. `texts`: {language: {where: text}}; the worst pair decides."""
    worst: dict[str, float] = {}
    for language, told in texts.items():
        shares = [share for one, other in combinations(told.values(), 2) if (share := overlap(one, other)) is not None]
        if shares:
            worst[language] = min(shares)
    if not worst:
        return None
    facts = tuple(
        say(
            "{language}: {percent} % of the words are shared",
            language=LANGUAGES.get(language, language),
            percent=round(100 * worst[language]),
        )
        for language in sorted(worst)
    )
    result = by_share(min(worst.values()), passes=0.6, partly=0.3)
    whys = {
        "pass": say("Who we are is said in the same words everywhere."),
        "partial": say("Who we are is said in partly different words."),
        "fail": say("Who we are is said differently from place to place."),
    }
    return Verdict("VIS-16", result, whys[result], facts)


def judge_languages(spoken: Mapping[str, frozenset[str]]) -> Verdict | None:
    """VIS-08. `spoken`: {network: languages of its text}. A short line is hard to tell, so a lack is only a hint."""
    if not any(spoken.values()):
        return None
    facts = tuple(
        say("{network}: {language}", network=network, language=LANGUAGES[language])
        for network in sorted(spoken)
        for language in sorted(spoken[network])
    )
    if all(told >= {"sq", "sr"} for told in spoken.values()):
        return Verdict("VIS-08", "pass", say("Each profile speaks Albanian and Serbian."), facts)
    why = say("Not each profile speaks Albanian and Serbian, as far as can be told from so short a text.")
    return Verdict("VIS-08", "unknown", why, facts)


def _is_variant(one: str, other: str) -> bool:
    """An addition at the end or the beginning, or the first letters of the words."""
    mine, theirs = one.split(), other.split()
    shorter, longer = sorted((mine, theirs), key=len)
    if longer[: len(shorter)] == shorter or longer[-len(shorter) :] == shorter:
        return True
    return "".join(shorter) == "".join(word[0] for word in longer)


def is_same_person(name: str, member: str) -> bool:
    """Two spellings of one person's name: the same words in any order, or all of the shorter one, at least two."""
    one, other = set(fold(name).split()), set(fold(member).split())
    shorter = min(one, other, key=len)
    return (one == other and bool(one)) or (len(shorter) >= 2 and (one <= other or other <= one))
