import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from zana.audits import actions
from zana.audits.actions import registers as actions_of_registers
from zana.audits.cards import CARDS, Card, CardTexts, cards, cards_for
from zana.audits.controls import LANGUAGES, catalogue
from zana.audits.models import Finding
from zana.audits.queries import cards as shown
from zana.kernel import clock
from zana.kernel.shelf import ShelfError, load_shelf
from zana.networks.tests.made import make_account

TEXTS = CardTexts("Blocked words", ("Open the Page.", "Paste the list.", "Save."), "Search for it.")
PLACES = re.compile(r"^(\w+-\d+) ([a-z, ]+): .+$")


def excused():
    """(control, network) that have no card for a reason."""
    lines = (CARDS / "without_card.txt").read_text(encoding="utf-8").splitlines()
    found = [PLACES.findall(line) for line in lines if not line.startswith("#")]
    return [(control, network) for ((control, networks),) in found for network in networks.split(", ")]


def test_every_card_helps_with_controls_that_exist():
    assert [(card.id, c) for card in cards().values() for c in card.controls if c not in catalogue()] == []


def test_every_control_of_a_network_has_a_card_there_or_a_reason():
    standing = {(c.id, n) for c in catalogue().values() for n in c.networks if n != "organisation"}
    carded = {(control, card.network) for card in cards().values() for control in card.controls}

    assert sorted(standing - carded) == sorted(excused())


def test_every_step_is_said_in_the_readers_language():
    untranslated = [
        (card.id, code, text)
        for card in cards().values()
        for code in ("sq", "sr")
        for text, english in zip(lines_of(card, code), lines_of(card, "en"), strict=True)
        if text == english
    ]

    assert untranslated == []


def lines_of(card, language):
    texts = card.texts[language]
    return [texts.title, *texts.steps, texts.otherwise]


def test_steps_name_the_same_numbers_and_menus_in_three_languages():
    differing = [
        (card.id, code, text)
        for card in cards().values()
        for code in ("sq", "sr")
        for text, english in zip(lines_of(card, code), lines_of(card, "en"), strict=True)
        if re.findall(r"\d+", text) != re.findall(r"\d+", english)
        or (">" in english and english.rpartition(">")[2].split(",")[0].split(".")[0].strip().split(" ")[0] not in text)
    ]

    assert differing == []


def test_cards_for_a_control_come_network_by_network():
    assert [card.id for card in cards_for("SEC-46")] == ["facebook-archive", "instagram-archive", "x-archive"]


@pytest.mark.parametrize(
    ("name", "change", "complaint"),
    [
        ("x-words", {}, "the name of the file must begin with facebook-"),
        ("facebook-words", {"texts": {"en": TEXTS, "sq": TEXTS}}, "texts.sr is missing"),
        (
            "facebook-words",
            {"texts": {"en": TEXTS, "sq": TEXTS, "sr": CardTexts("Reči", ("Otvori.",), "Traži.")}},
            "a step is said in one language and not in another",
        ),
        (
            "facebook-words",
            {"texts": dict.fromkeys(LANGUAGES, CardTexts("Words", ("Open.", "Save."), "Search."))},
            "a card has 3 to 8 steps",
        ),
        ("facebook-words", {"valid_until": date(2026, 11, 22)}, "valid_until must be later than checked_on"),
    ],
)
def test_card_that_does_not_fit_is_refused(name, change, complaint):
    fitting = {
        "network": "facebook",
        "controls": ("CTL-08",),
        "checked_on": date(2026, 11, 22),
        "valid_until": date(2027, 2, 22),
        "texts": dict.fromkeys(LANGUAGES, TEXTS),
    }

    with pytest.raises(ValueError, match=re.escape(complaint)):
        Card(id=name, **fitting | change)


def test_broken_file_says_where_it_is(tmp_path):
    (tmp_path / "x-words.toml").write_text("network = 'x'", encoding="utf-8")

    with pytest.raises(ShelfError, match=r"x-words\.toml: controls is missing"):
        load_shelf(tmp_path, Card)


def test_card_grows_old_the_day_after_it_was_valid(monkeypatch):
    card = cards()["facebook-two-step"]
    ages = []
    for day in (card.valid_until, card.valid_until + timedelta(days=1)):
        monkeypatch.setattr(clock, "today", lambda day=day: day)
        ages.append(shown.describe_card(card).is_old)

    assert ages == [False, True]


@pytest.fixture
def read(client, cast):
    def read_as(person, route, **places):
        client.force_login(cast.persons[person])
        return client.get(reverse(f"audits:{route}", kwargs={"org": cast.org_a.ref, **places}))

    return read_as


OLD = "This may look different now."


def test_old_card_says_so(read, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 1))
    fresh = read("communicator_a", "card", card="x-delegate").content.decode()
    monkeypatch.setattr(clock, "today", lambda: date(2027, 6, 1))
    old = read("communicator_a", "card", card="x-delegate").content.decode()

    assert (OLD in fresh, OLD in old) == (False, True)


def test_question_and_finding_carry_the_cards_of_their_control(read, cast):
    actions.answer_control(by=cast.trainer, organisation=cast.org_a, control="SEC-22", result="fail")
    finding = Finding.objects.of(cast.org_a).get()

    pages = [
        read("trainer", "ask", control="SEC-22").content.decode(),
        read("director_a", "finding", ref=finding.ref).content.decode(),
    ]

    links = [f"/o/{cast.org_a.ref}/audit/cards/{card}/" for card in ("facebook-login-alerts", "instagram-login-alerts")]
    assert [re.findall(r'href="(/o/[^"]+/audit/cards/[^"]+)"', page) for page in pages] == [links, links]
    assert ["How to change it, step by step" in page for page in pages] == [True, True]


def ids(cast):
    return [card.id for card in shown.list_cards("SEC-22", cast.org_a)]


def test_cards_are_those_of_the_networks_they_are_on(cast):
    """SEC-22 has cards for Facebook and Instagram."""
    listed = [ids(cast)]
    make_account(cast.org_a, cast.communicator_a, network="instagram", api_base="practice:/graph")
    listed.append(ids(cast))
    actions_of_registers.add_line(
        by=cast.director_a, organisation=cast.org_a, register="accounts", said={"name": "Faqja", "kind": "facebook"}
    )
    listed.append(ids(cast))
    make_account(cast.org_a, cast.communicator_a, network="instagram", remote_id="77")
    listed.append(ids(cast))

    both = ["facebook-login-alerts", "instagram-login-alerts"]
    assert listed == [both, both, both[:1], both]
    assert [card.id for card in shown.list_cards("SEC-29", cast.org_a)] == ["x-delegate"]


def test_question_without_a_card_has_no_empty_heading(read):
    assert "How to change it" not in read("trainer", "ask", control="SEC-51").content.decode()


def test_unknown_card_is_not_found(read):
    assert read("communicator_a", "card", card="facebook-magic").status_code == 404


@pytest.mark.parametrize(
    ("language", "step"),
    [("sq", "Zgjidh njoftimet për hyrje (Login alerts)"), ("sr", "Izaberi obaveštenja o prijavi (Login alerts)")],
)
def test_card_speaks_the_readers_language(read, client, language, step):
    client.cookies["zana_language"] = language

    assert step in read("communicator_a", "card", card="facebook-login-alerts").content.decode()
