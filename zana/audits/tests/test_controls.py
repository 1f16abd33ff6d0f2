from collections import Counter

from zana.audits.controls import catalogue, catalogue_version, digest_rules
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
