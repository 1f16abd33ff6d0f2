from collections import Counter

from zana.audits.controls import catalogue, catalogue_version, digest_rules, find_owed_texts
from zana.audits.rules.freshness import window_days

OWED = 800  # texts still English only; may only fall


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


def test_owed_texts_may_only_fall():
    assert len(find_owed_texts()) == OWED


def test_every_title_reason_and_remedy_has_three_languages():
    assert {name for _, name, _ in find_owed_texts()} == {"passes", "partly", "fails"}


def test_texts_stand_in_the_readers_language():
    control = catalogue()["SEC-14"]

    assert control.words("en") == control.texts["en"]
    assert control.words("sr").title == "Telefon i e-pošta za oporavak pripadaju onima koje sada rade"
    assert control.words("sq").remedy == "Zëvendësoji dhe shënoji në regjistër (kurrë vetë kodin)"


def test_texts_fall_back_to_english_where_a_translation_is_owed():
    control = catalogue()["SEC-14"]

    assert control.list_owed("en") == []
    assert control.list_owed("sq") == ["passes", "partly", "fails"]
    assert control.words("sq").partly == "known to 1 person"
