"""Her name is found as people write it, and nobody else's."""

from __future__ import annotations

import json

import pytest

from zana.people.mentions import Mentions

HER = Mentions("Artë Krasniqi", "arte.k@zana.example")


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Artë Krasniqi did it.", "— did it."),
        ("I saw ARTËN  KRASNIQI and Artës Krasniqit", "I saw — and —"),
        ("Pitajte Artu Krasniqi, sa Artom\nKrasniqijem", "Pitajte —, sa Artom\nKrasniqijem"),
        ("Krasniqi, Artë: no; Krasniqi Artë: yes", "Krasniqi, Artë: no; —: yes"),
        ("Arte.K@zana.example, old.arte.k@zana.example", "—, old.arte.k@zana.example"),
        (
            "Artan Krasniqi and Artë Krasniqoja and Smartë Krasniqi",
            "Artan Krasniqi and Artë Krasniqoja and Smartë Krasniqi",
        ),
    ],
)
def test_a_name_of_two_words_is_found_declined_and_in_both_orders(said, left):
    assert HER.take_out(said) == left


def test_it_is_found_in_json_and_in_json_kept_as_text():
    kept = {"code": "{who} asks", "params": {"who": "Artë Krasniqi", "day": 3, "more": ["Artë Krasniqi", None]}}
    clean = {"code": "{who} asks", "params": {"who": "—", "day": 3, "more": ["—", None]}}

    assert HER.take_out(kept) == clean
    assert json.loads(HER.take_out(json.dumps({"note": "Then\nArtë Krasniqi\ncame"}))) == {"note": "Then\n—\ncame"}


def test_one_word_is_a_name_of_many_and_found_only_alone():
    her = Mentions("Hana", None)

    assert [her.take_out(one) for one in ("Hana", "Hana came", '{"who": "Hana", "said": "Hana came"}')] == [
        "—",
        "Hana came",
        '{"who": "—", "said": "Hana came"}',
    ]
