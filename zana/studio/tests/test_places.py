import random
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zana.studio.rules.letters import Way, all_readings, read
from zana.studio.rules.places import find_places, read_line

CYRILLIC = {"dž": "џ", "lj": "љ", "nj": "њ"}
CYRILLIC |= dict(zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш", strict=True))
LOOKALIKES = dict(zip("aeopcxyijs", "аеорсхуіјѕ", strict=True))  # Cyrillic letters that look the same
DIGITS = {"o": "0", "i": "1", "e": "3", "a": "4", "s": "5"}


def hits(text, *lines):
    return [text[found.start : found.end] for found in find_places(text, lines)]


def without_accents(text):
    text = text.replace("đ", "dj").replace("Đ", "Dj")
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if unicodedata.category(sign) != "Mn")


def to_cyrillic(text):
    text = text.lower()
    for latin, cyrillic in CYRILLIC.items():
        text = text.replace(latin, cyrillic)
    return text


INFLECTED = {
    "Strehëza": "Strehëza Strehëzën Strehëzës Strehëz Strehëze Strehëzave Strehëzash Strehezi Strehezu Strehezom",
    "Shtëpia e Bardhë": "Shtëpia_e_Bardhë Shtëpinë_e_Bardhë Shtëpisë_së_Bardhë shtëpi_e_bardhë Shtëpisë_Bardhë",
    "Ferizaj": "Ferizaj Ferizaji Ferizajt Ferizajit Ferizajin Ferizaju Ferizajem",
    "Gjakova": "Gjakova Gjakovë Gjakovës Gjakovën Đakova Đakove Đakovi Djakovu Đakovom Ђакови",
    "Dragodan": "Dragodan Dragodani Dragodanit Dragodanin Dragodanu Dragodanom Dragodana",
    "Lumbardhi": "Lumbardhi Lumbardhit Lumbardhin Lumbardh",
    "Požega": "Požega Požege Požegi Požezi Požegu Požegom Pozega Пожези Пожегом",
    "Čačak": "Čačak Čačka Čačku Čačkom Cacak Cacka Чачак Чачку",
    "Vranjevac": "Vranjevac Vranjevca Vranjevcu Vranjevcem Врањевцу",
    "Kuća na brdu": "Kuća_na_brdu Kuće_na_brdu Kući_na_brdu Kuću_na_brdu Kućom_na_brdu Кући_на_брду",
    "Štrpce": "Štrpce Štrpca Štrpcu Strpce Штрпцу",
    "Лескова кућа": "Лескова_кућа Leskova_kuća Leskovoj_kući Лесковој_кући Leskove_kuće",
    "Qyteza": "Qyteza Qytezën Qytezës Ćiteza Ćitezi",
    "Kodra e Diellit": "Kodra_e_Diellit Kodrën_e_Diellit Kodrës_së_Diellit",
}


@pytest.mark.parametrize(
    ("name", "form"), [(name, form.replace("_", " ")) for name, forms in INFLECTED.items() for form in forms.split()]
)
def test_a_name_is_found_in_all_its_cases(name, form):
    text = f"Ejani nesër: {form}, ora 17."

    assert hits(text, name) == [form]


@pytest.mark.parametrize(
    "text",
    [
        "STREHËZA",
        "strehëza",
        "Streheza",
        "Strehza",  # the ë left out, as in most messages
        "S t r e h ë z a",
        "S.T.R.E.H.E.Z.A",
        "S-t-r-e-h-e-z-a",
        "Stre-hëza",
        "Stre hëza",
        "Stre/hëza",
        "Stre\u200bhëza",
        "Stre\u00adhëza",
        "Strehe\u0308za",
        "Str3h3z4",
        "5treheza",
        "Strehëz@",
        "Strehëëëza",
        "SSTREHEZZA",
        "Стрехеза",
        "Стрехëза",
        "Strеhёza",  # Cyrillic е and ё
        "Ѕtrehezа",  # Cyrillic Ѕ and а
        "𝓢𝓽𝓻𝓮𝓱𝓮𝔃𝓪",
        "ｓｔｒｅｈｅｚａ",
        "🅢🅣🅡🅔🅗🅔🅩🅐",
        "🇸🇹🇷🇪🇭🇪🇿🇦",
        "ꜱᴛʀᴇʜᴇᴢᴀ",
        "StReHëZa",
        "JemiTeStrehëza",
        "#jemitestreheza",
        "@streheza_zyrtare",
        "https://drita.example/streheza-hapet",
        "www.streheza.example",
        "foto_streheza_2026.jpg",
        "Strehëza2026",
        "«Strehëza»",
        "(Strehëza)",
        "Strehëza's",
    ],
)
def test_a_name_is_found_in_disguise(text):
    assert find_places(text, ["Strehëza"]) != []
    assert find_places(f"Sot, {text} hapet.", ["Strehëza"]) != []


@pytest.mark.parametrize(
    "text",
    [
        "rruga e Lisave 14",
        "Rrugën e Lisave",
        "rrugës së Lisave",
        "Rr. Lisave",
        "rr.Lisave nr. 14",
        "te Lisave 14",
        "Lisave, nr. 14",
        "Lisave14",
        "14 Lisave Street",
        "u ulici Lisave",
        "у улици Лисаве 14",
        "RRUGA E LISAVE",
        "Rruga   e\nLisave",
        "r r u g a e L i s a v e 14",
    ],
)
def test_an_address_is_found(text):
    assert find_places(text, ["Rruga e Lisave 14, Pejë"]) != []


@pytest.mark.parametrize(
    "text",
    [
        "Jemi në Pejë.",
        "Nën hijen e lisave bisedojmë.",
        "Rruga është e gjatë.",
        "Në orën 14 fillojmë.",
        "Ulica je mokra, dođite u 14 časova.",
    ],
)
def test_what_an_address_shares_with_everybody_is_not_found(text):
    assert hits(text, "Rruga e Lisave 14, Pejë") == []


def test_an_address_knows_the_street_in_all_its_cases():
    for text in ("u Lipovoj ulici", "Lipova 7", "ul. Lipova", "iz Lipove ulice", "у Липовој улици 7"):
        assert find_places(text, ["Lipova ulica 7"]) != []
    assert hits("lipova šuma", "Lipova ulica 7") == []


ORDINARY = """
Të premten në orën 17:00 bisedojmë për të drejtat në punë. Hyrja është falas dhe mund të vini me fëmijë.
Strehim i sigurt për gra dhe fëmijë: telefononi 0800 11112. Nuk jeni vetëm. Streha është e drejtë e secilës.
Ana na gjeni të hapur çdo ditë. Banana, ananas, anash. Bardha ka shtëpi të re; shtëpia jonë është e bardhë si bora.
U petak razgovaramo o pravima na radu. Ulaz je slobodan. Sklonište i pomoć: kuća je puna, brdo je visoko.
Čačkalica, požar, pogača; vrana je crna. Žene pomažu ženama. Поштујемо сваку жену. Дођите у петак.
On Friday we talk about rights at work. The shelter line is free. Strange houses, three zebras, the dragon dance.
Ferizovë, ferri. Kodra është e gjelbër, dielli ngrohtë. Lum ai që bardhë sheh. Qyteti ynë, qytetare.
"""


@pytest.mark.parametrize("name", [*INFLECTED, "Strehëza e Re", "Ana Kryeziu", "Ura"])
def test_ordinary_sentences_pass(name):
    assert hits(ORDINARY, name) == []


def test_two_words_that_make_the_name_together_are_found():
    assert hits("Stre heza, ferri zaji", "Strehëza", "Ferizaj") == ["Stre heza", "ferri zaji"]


def test_a_short_name_is_found_only_as_it_is_written():
    assert hits("Te Ura, te ura.", "Ura") == ["Ura", "ura"]
    assert hits("Kultura e uratës, ure", "Ura") == []


@pytest.mark.parametrize("line", ["", "  ", "...", "14", "🙂", "ë ë ë ë ë ë ë", "\u200b"])
def test_a_line_that_says_nothing_finds_nothing(line):
    assert hits("Ejani te ne, rruga 12.", line) == []


def spaced(word, draw):
    sign = draw.choice([" ", ".", "-", "_", " - ", "·", "*"])
    return sign.join(word)


def invisible(word, draw):
    place = draw.randrange(1, len(word))
    return word[:place] + draw.choice(["\u200b", "\u200d", "\u2060", "\u00ad", "\ufeff"]) + word[place:]


def doubled(word, draw):
    place = draw.randrange(len(word))
    return word[:place] + word[place] * draw.randint(1, 3) + word[place:]


def lookalike(word, draw):
    return "".join(LOOKALIKES.get(sign, sign) if draw.random() < 0.6 else sign for sign in word)


def digits(word, _):
    return word[0] + "".join(DIGITS.get(sign, sign) for sign in word[1:])


def parted(word, draw):
    place = draw.randrange(2, len(word) - 1)
    return word[:place] + draw.choice(["-", ".", " ", "/", "…"]) + word[place:]


def swinging(word, _):
    return "".join(sign.upper() if n % 2 else sign for n, sign in enumerate(word))


TRICKS = [
    [str.upper],
    [without_accents],
    [to_cyrillic],
    [spaced],
    [invisible],
    [doubled],
    [lookalike],
    [digits],
    [parted],
    [swinging],
    [without_accents, lookalike],
    [without_accents, digits],
    [without_accents, doubled, spaced],
    [lookalike, invisible],
    [to_cyrillic, parted],
    [invisible, str.upper],
    [without_accents, lookalike, invisible, doubled],
]


@given(
    name=st.sampled_from(["strehëza", "dragodan", "gjakova", "požega", "vranjevac", "ferizaj"]),
    tricks=st.sampled_from(TRICKS),
    seed=st.integers(0, 10**6),
    before=st.sampled_from(["", "Ejani te ", "u ", "Зовите: ", "12 "]),
    after=st.sampled_from(["", ".", " hapet sot", ", 17:00", "!"]),
)
def test_no_trick_hides_a_name(name, tricks, seed, before, after):
    draw = random.Random(seed)
    disguised = name
    for trick in tricks:
        disguised = trick(disguised) if trick in (str.upper, without_accents, to_cyrillic) else trick(disguised, draw)

    text = before + disguised + after

    assert find_places(text, [name]) != [], repr(text)


@given(st.text(max_size=200), st.sampled_from(["Strehëza", "Rruga e Lisave 14", "Shtëpia e Bardhë"]))
def test_what_is_found_lies_in_the_text_and_covering_it_is_enough(text, line):
    text = f"{text} {line} {text}"

    found = find_places(text, [line])
    covered = list(text)
    for span in found:
        assert 0 <= span.start < span.end <= len(text)
        covered[span.start : span.end] = "█" * (span.end - span.start)

    assert found != []
    assert hits("".join(covered), line) == []


@given(st.text(max_size=300), st.text(max_size=40))
def test_any_text_and_any_line_can_be_read(text, line):
    find_places(text, [line])


@given(st.text(max_size=200))
def test_a_reading_keeps_where_each_letter_came_from(text):
    for reading in all_readings(text):
        assert len(reading.letters) == len(reading.origin) == len(reading.last)
        assert all(first <= last for first, last in zip(reading.origin, reading.last, strict=True))
        assert set(reading.letters) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
        assert all(0 <= place < len(text) for place in reading.origin)


def test_letters_are_read_by_sound_and_by_look():
    assert read("Ђаковица, Đakovica, Gjakovica").letters == "dakovica dakovica dakovica"
    assert read("Роса", Way.SOUND).letters == "rosa"
    assert read("Роса", Way.LOOK).letters == "poca"


def test_the_pattern_of_a_place_is_not_printed():
    assert [repr(place) for place in read_line("Strehëza")] == ["Place(•••)"]


def test_long_texts_and_many_places_take_little_time():
    lines = [f"{a}{b}ova kuća {n}" for n, (a, b) in enumerate([("Str", "ah"), ("Lip", "an"), ("Kam", "en")] * 10)]
    text = ORDINARY * 10
    find_places("", lines)

    began = time.process_time()
    find_places(text, lines)

    assert time.process_time() - began < 3
