"""What the simulated audience says, by language and tone. All of it is invented.

Hostile lines are rude and unmistakable, never graphic, and threaten nobody. A disclosure says only that somebody is
not safe: no deed, no place, no name. It expects an answer that believes her, gives the help line and asks, in private,
whether it is safe to write.
"""

from zana.practice.rules.lines import english, shqip, srpski

LINES: dict[str, dict[str, tuple[str, ...]]] = {"sq": shqip.LINES, "sr": srpski.LINES, "en": english.LINES}
# The same tones as a private message sounds; a tone that is missing sounds as in public.
WHISPERS: dict[str, dict[str, tuple[str, ...]]] = {"sq": shqip.WHISPERS, "sr": srpski.WHISPERS, "en": english.WHISPERS}

# What a trainer may let somebody say at a moment of her choice, beside the tones of the crowd.
PRESS = "press"

# Invented first names and initials of the simulated audience.
SPEAKERS = (
    "Elira K.", "Milica P.", "Besa G.", "Jelena S.", "Arta H.", "Dragana M.", "Vjosa B.", "Ana T.",
    "Shpresa L.", "Ivana R.", "Teuta D.", "Sanja V.", "Blerim A.", "Marko N.", "Liridon F.", "Petar J.",
    "Fitore Z.", "Tijana C.", "Agim R.", "Nikola B.", "Luljeta S.", "Maja D.", "Ilir M.", "Goran K.",
)  # fmt: skip


def say_line(language: str, tone: str, line: int, *, private: bool = False) -> str:
    bank = LINES.get(language, LINES["sq"])
    spoken = WHISPERS.get(language, WHISPERS["sq"]).get(tone) if private else None
    chosen = spoken or bank[tone]
    return chosen[line % len(chosen)]
