"""A rough look at the language of a short text: enough to let an audience answer in it."""

import re

MARKS = {"sq": "ëç", "sr": "čćšžđ"}
WORDS = {
    "sq": frozenset(
        [
            "dhe",
            "është",
            "për",
            "nga",
            "një",
            "me",
            "të",
            "në",
            "që",
            "nuk",
            "ne",
            "ju",
            "jemi",
            "sot",
            "ndihmë",
            "grua",
            "gra",
            "gratë",
            "tek",
            "kjo",
        ]
    ),
    "sr": frozenset(
        [
            "je",
            "i",
            "za",
            "na",
            "se",
            "da",
            "su",
            "smo",
            "nije",
            "danas",
            "pomoć",
            "žena",
            "žene",
            "naš",
            "ovo",
            "ovaj",
            "kako",
            "sa",
            "od",
            "koji",
            "koje",
        ]
    ),
    "en": frozenset(
        [
            "the",
            "and",
            "is",
            "for",
            "of",
            "to",
            "in",
            "we",
            "you",
            "are",
            "our",
            "today",
            "help",
            "women",
            "this",
            "with",
            "from",
        ]
    ),
}


def guess_language(text: str, default: str = "sq") -> str:
    """sq, sr or en."""
    lowered = text.lower()
    words = re.findall(r"\w+", lowered)
    score = {
        code: sum(word in known for word in words) + 2 * sum(lowered.count(mark) for mark in MARKS.get(code, ""))
        for code, known in WORDS.items()
    }
    best = max(score, key=lambda code: score[code])
    return best if score[best] else default
