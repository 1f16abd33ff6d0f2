import re
import tomllib
from collections import Counter

from zana.audits.controls import CATALOGUE, LANGUAGES, catalogue, catalogue_version, digest_rules
from zana.audits.rules.freshness import window_days

NAMES = ("title", "why", "how", "passes", "partly", "fails", "remedy")


def test_catalogue_holds_all_controls():
    controls = catalogue().values()

    assert Counter(c.domain for c in controls) == {"security": 58, "control": 32, "visibility": 44}
    assert Counter(c.severity for c in controls) == {5: 28, 4: 40, 3: 37, 2: 22, 1: 7}
    assert {c.domain[:3].upper() if c.domain != "control" else "CTL" for c in controls} == {"SEC", "CTL", "VIS"}


def test_catalogue_version_moves_when_a_rule_moves():
    assert catalogue_version().digest == digest_rules(catalogue()), "give catalogue/version.toml the next number"


def test_every_control_can_be_answered_by_hand():
    assert [c.id for c in catalogue().values() if not c.hand_ways] == []


def test_every_way_of_evidence_stays_fresh_for_a_while():
    timeless = [(c.id, w.way) for c in catalogue().values() for w in c.evidence if not window_days(w.way, c.kind)]

    assert timeless == [("VIS-21", "export")]  # no archive shows answer times; it waits for the platform's own figure


def test_nothing_is_said_in_english_to_a_reader_of_another_language():
    said = [
        (control.id, code, name)
        for control in catalogue().values()
        for code in ("sq", "sr")
        for name in NAMES
        if (text := getattr(control.texts[code], name)) and text == getattr(control.texts["en"], name)
    ]

    assert said == []


def test_texts_stand_in_the_readers_language():
    control = catalogue()["SEC-14"]

    assert control.words("en") == control.texts["en"]
    assert control.words("sr").title == "Telefon i e-pošta za oporavak pripadaju onima koje sada rade"
    assert control.words("sq").remedy == "Zëvendësoji dhe shënoji në regjistër (kurrë vetë kodin)"


def test_a_language_of_nobody_here_reads_english():
    control = catalogue()["SEC-14"]

    assert control.words("de") == control.texts["en"]


# Thresholds written out in words count like those in digits.
SPELLED = {
    "en": {3: "three|quarter|quarterly", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"},
    "sq": {
        3: "tri|tre|tria",
        4: "katër|katërta",
        5: "pesë|pesta",
        6: "gjashtë|gjashta",
        7: "shtatë",
        8: "tetë",
        9: "nëntë",
        10: "dhjetë|dhjeta",
    },
    "sr": {
        3: "tri|troje|tromesečna",
        4: "četiri|četvoro",
        5: "pet",
        6: "šest",
        7: "sedam",
        8: "osam",
        9: "devet",
        10: "deset",
    },
}
LARGER = {15: ("fifteen", "pesëmbëdhjetë", "petnaest"), 30: ("thirty", "tridhjetë", "trideset")}
LARGER |= {45: ("forty-five", "dyzet e pesë", "četrdeset pet"), 60: ("sixty", "gjashtëdhjetë", "šezdeset")}


def numbers_in(text, language):
    """Every number a sentence names, from three on when it is spelled out: below that a word may be an article."""
    spelled = SPELLED[language] | {n: names[LANGUAGES.index(language)] for n, names in LARGER.items()}
    rest, found = text.lower(), [int(digits) for digits in re.findall(r"\d+", text)]
    for number in sorted(spelled, reverse=True):
        rest, times = re.subn(rf"\b(?:{spelled[number]})\b", " ", rest)
        found += [number] * times
    return sorted(found)


def differing_numbers(texts):
    english = numbers_in(texts["en"], "en")
    return [
        (language, texts[language]) for language in ("sq", "sr") if numbers_in(texts[language], language) != english
    ]


def said_in_three_languages(written):
    """Every table of a file that says one thing in three languages."""
    if isinstance(written, dict) and written.keys() >= set(LANGUAGES) and isinstance(written["en"], str):
        return [{language: written[language] for language in LANGUAGES}]
    parts = written.values() if isinstance(written, dict) else written if isinstance(written, list) else ()
    return [texts for part in parts for texts in said_in_three_languages(part)]


def test_numbers_are_found_in_digits_and_in_words():
    assert [
        numbers_in("Two to four people, within 24 hours", "en"),
        numbers_in("Pre 91 do 180 dana, svih pet", "sr"),
    ] == [
        [4, 24],
        [5, 91, 180],
    ]


def test_rules_name_the_same_numbers_in_three_languages():
    differing = [
        (control.id, name, *wrong)
        for control in catalogue().values()
        for name in NAMES
        for wrong in differing_numbers({code: getattr(control.texts[code], name) for code in LANGUAGES})
    ]

    assert differing == []


def test_incidents_name_the_same_numbers_in_three_languages():
    texts = [
        (path.stem, said)
        for path in sorted((CATALOGUE.parent / "incidents").glob("*.toml"))
        for said in said_in_three_languages(tomllib.loads(path.read_text(encoding="utf-8")))
    ]

    assert len({incident for incident, _ in texts}) == 12
    assert [(incident, *wrong) for incident, said in texts for wrong in differing_numbers(said)] == []
