"""Which of our languages a text is in, or none where it is too short to tell."""

from __future__ import annotations

from functools import cache
from typing import Any

SHORTEST = 25  # letters
SURE = 0.8
_NAMES = {"sq": "sq", "sr": "sr", "hr": "sr", "bs": "sr", "en": "en"}  # the neighbours' languages count as one


def guess_language(text: str) -> str:
    """sq, sr, en, or empty."""
    plain = " ".join(word for word in text.split() if not word.startswith(("#", "@", "http")))
    if len(plain) < SHORTEST:
        return ""
    shares: dict[str, float] = {}
    for code, share in _identifier().rank(plain):
        name = _NAMES[code]
        shares[name] = shares.get(name, 0.0) + float(share)
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= SURE else ""


@cache
def _identifier() -> Any:
    # It brings numpy with it, 25 MB that only a round of looking needs.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # slow import

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_NAMES))
    return identifier
