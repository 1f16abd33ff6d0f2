"""A rough look at a short text: its language, and what it is about. Enough to let an audience answer."""

import re

MARKS = {"sq": "ëç", "sr": "čćšžđ"}
WORDS: dict[str, frozenset[str]] = {
    "sq": frozenset((
        "dhe", "është", "për", "nga", "një", "me", "të", "në", "që", "nuk", "ne", "ju", "jemi", "sot", "ndihmë",
        "grua", "gra", "gratë", "tek", "kjo", "nesër", "ejani",
    )),
    "sr": frozenset((
        "je", "i", "za", "na", "se", "da", "su", "smo", "nije", "danas", "pomoć", "žena", "žene", "naš", "ovo",
        "ovaj", "kako", "sa", "od", "koji", "koje", "sutra", "dođite",
    )),
    "en": frozenset((
        "the", "and", "is", "for", "of", "to", "in", "we", "you", "are", "our", "today", "help", "women", "this",
        "with", "from", "tomorrow",
    )),
}  # fmt: skip

# Beginnings of words, so that endings do not matter. The first topic that is met most often wins.
TOPIC_WORDS: dict[str, tuple[str, ...]] = {
    "safety": (
        "dhun", "siguri", "strehim", "mbroj", "rrah", "ndihm", "nasilj", "bezbedn", "skloništ", "zaštit", "pomoć",
        "violen", "safe", "shelter", "protect", "help",
    ),
    "rights": (
        "drejt", "ligj", "gjykat", "barazi", "femicid", "prav", "zakon", "sud", "ravnoprav", "jednak", "right", "law",
        "court", "equal",
    ),
    "work": (
        "pun", "kurs", "qep", "shit", "treg", "porosi", "posao", "posl", "šiven", "prodaj", "pijac", "poruč", "work",
        "course", "sew", "sell", "market", "order",
    ),
    "event": (
        "takim", "ejani", "program", "marsh", "panair", "mbrëmj", "sastan", "dođite", "radionic", "marš", "veče",
        "meeting", "join", "workshop", "march", "evening",
    ),
    "money": ("dhur", "donac", "fushat", "euro", "donir", "donat", "kampanj", "evra", "dinar", "donate", "fund"),
    "story": ("rrëf", "histori", "jet", "priča", "prič", "život", "story", "life", "diary"),
}  # fmt: skip


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


def guess_topic(text: str) -> str:
    """One of `audience_parameters.TOPICS`; "daily" when nothing is known."""
    words = re.findall(r"\w+", text.lower())
    met = {topic: sum(word.startswith(known) for word in words) for topic, known in TOPIC_WORDS.items()}
    best = max(met, key=lambda topic: met[topic])
    return best if met[best] else "daily"
