import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zana.networks.adapters.x.count import weigh


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("Mirë se vini", 12),
        ("Dobro došli", 11),
        ("e\u0301", 1),  # composed to one letter first
        ("Добро дошли", 11),
        ("“quoted” – yes", 14),
        ("日本", 4),
        ("👍", 2),
        ("👍🏽", 2),
        ("👩‍👩‍👧‍👧", 2),
        ("🇽🇰", 2),
        ("1️⃣", 2),
        ("❤️", 2),
        ("https://drita.example/nje/adrese/shume/e/gjate?me=pyetje", 23),
        ("see https://a.al now", 4 + 23 + 4),
        ("drita.org", 23),
        ("arta@drita.org", 14),
        ("p.sh. kjo", 9),
        ("€", 2),
    ],
)
def test_weigh_counts_as_x_does(text, weight):
    assert weigh(text) == weight


@given(st.text(alphabet=st.characters(max_codepoint=0x10FF, exclude_characters="./:©®", exclude_categories=["M"])))
def test_plain_letters_weigh_one_each(text):
    assert weigh(text) == len(unicodedata.normalize("NFC", text))


@given(st.text(), st.text())
def test_texts_weigh_hardly_more_together_than_apart(one, other):
    assert weigh(f"{one} {other}") <= weigh(one) + weigh(other) + 1 + 2 * 23
