"""Serbian in Cyrillic: sentences, pages, and the switch that offers it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zana.ui.cyrillic import LETTERS, NAMES_FILE, to_cyrillic, to_cyrillic_page


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Ljubav, njiva i džep", "Љубав, њива и џеп"),
        ("LJUBAV, NJIVA I DŽEP", "ЉУБАВ, ЊИВА И ЏЕП"),
        ("Njegoš, Ljiljana, Džafer", "Његош, Љиљана, Џафер"),
        ("Đorđe čuva ćošak, žurno i šuštavo", "Ђорђе чува ћошак, журно и шуштаво"),
        ("injekcija i Injekcija", "инјекција и Инјекција"),
        ("konjunktura, konjugacija", "конјунктура, конјугација"),
        ("konj i konjanik", "коњ и коњаник"),
        ("nadživeti, predživot, podžanr, odživeti", "надживети, предживот, поджанр, одживети"),
        ("odžak, hodža, budžet, nadžak", "оџак, хоџа, буџет, наџак"),
        ("Objava na Facebook-u", "Објава на Facebook-у"),
        ("na Instagramu i Facebookom", "на Instagramu и Facebookom"),
        ("Metar nije Meta", "Metar није Meta"),
        ("Pišite na drita@zana.example danas", "Пишите на drita@zana.example данас"),
        ("Vidi https://zana.example/lj?x=nj i www.a.example!", "Види https://zana.example/lj?x=nj и www.a.example!"),
        ("Adresa drita.example/kontakt, datoteka izvestaj.pdf", "Адреса drita.example/kontakt, датотека izvestaj.pdf"),
        ("Piše @drita.e.re o #PravaNaRadu.", "Пише @drita.e.re о #PravaNaRadu."),
        ("Kontrola SEC-05 i F1.2, postavka ZANA_HOME", "Контрола SEC-05 и F1.2, поставка ZANA_HOME"),
        ("Drita e Re, Pejë, Gračanica", "Дрита е Ре, Pejë, Грачаница"),
        ("wow, taxi, Quebec, yes", "wow, taxi, Quebec, yes"),
        ("Kraj.Početak", "Kraj.Početak"),
        ("12 %&nbsp;objava &amp; slika", "12 %&nbsp;објава &amp; слика"),
        ("već ćirilica: љубав", "већ ћирилица: љубав"),
        ("", ""),
    ],
)  # fmt: skip
def test_sentences(latin, cyrillic):
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("<p class='lista nova'>Nova <b>objava</b></p>", "<p class='lista nova'>Нова <b>објава</b></p>"),
        ('<html lang="sr-Latn"><title>Danas</title>', '<html lang="sr-Cyrl"><title>Данас</title>'),
        ('<a href="/danas/?a=nj" title="Danas">da</a>', '<a href="/danas/?a=nj" title="Данас">да</a>'),
        ('<img alt="Sto i čaj" src="/sto.png">', '<img alt="Сто и чај" src="/sto.png">'),
        ('<input name="ime" value="Ana" placeholder="Ime">', '<input name="ime" value="Ana" placeholder="Име">'),
        ('<nav aria-label="Jezik">da</nav>', '<nav aria-label="Језик">да</nav>'),
        ('<td data-l="Dan">da</td>', '<td data-l="Дан">да</td>'),
        ('<p data-words="{size} od {all}" data-unit="dan">', '<p data-words="{size} од {all}" data-unit="dan">'),
        ("<script>let da = 'ne'</script><style>a{}</style>da", "<script>let da = 'ne'</script><style>a{}</style>да"),
        ("<textarea>Moja objava</textarea><code>zana</code>da", "<textarea>Moja objava</textarea><code>zana</code>да"),
        ("<!-- da --><pre>da</pre>da", "<!-- da --><pre>da</pre>да"),
        ('<p lang="sq">Sot <i>po</i></p>da', '<p lang="sq">Sot <i>po</i></p>да'),
        ('<div lang="sr"><div>da</div>da</div>da', '<div lang="sr"><div>da</div>da</div>да'),
        ('<span translate="no">drita</span> da', '<span translate="no">drita</span> да'),
        ('<img lang="en" alt="da">da', '<img lang="en" alt="da">да'),
        ('<a title="da > ne">da</a>', '<a title="да > не">да</a>'),
        ("nikad zatvoreno <b", "никад затворено <б"),
    ],
)
def test_pages(latin, cyrillic):
    assert to_cyrillic_page(latin) == cyrillic


CYRILLIC_LETTERS = re.compile(r"[\u0400-\u04ff]")
serbian = st.text(alphabet="abcčćdđefghijklmnoprsštuvzžABCČŠŽ .,-", max_size=40)


@given(serbian)
def test_every_serbian_letter_is_changed_and_changing_twice_changes_nothing(text):
    names = set(NAMES_FILE.read_text().split())
    words = [word for word in re.split(r"[ .,-]+", text) if word]
    made = to_cyrillic(text)

    assert to_cyrillic(made) == made
    if not any(word[: len(word) - cut] in names for word in words for cut in range(4)) and "." not in text:
        assert re.search(r"[a-zA-Z]", made) is None


@given(st.text(max_size=60), st.sampled_from(["da", "x<y", "&lt;", "<b>", 'a="']))
def test_any_text_can_be_given(text, more):
    made = to_cyrillic_page(text + more)

    assert CYRILLIC_LETTERS.sub("", made).count("&") == (text + more).count("&")


def test_the_table_knows_the_thirty_letters():
    assert len(set(LETTERS.values()) | {ord(letter) for letter in "љњџЉЊЏ"}) == 60


def test_the_switch_offers_it_and_the_page_comes_in_it(client):
    answered = client.post("/language/", {"language": "sr-cyrl", "next": "/help/danger/"})
    page = client.get(answered.headers["Location"])
    shown = page.content.decode()

    assert client.cookies["zana_language"].value == "sr-cyrl"
    assert page.headers["Content-Language"] == "sr-Cyrl"
    assert '<html lang="sr-Cyrl">' in shown
    assert re.findall(r'value="([\w-]+)" lang="[\w-]+" aria-current="true"', shown) == ["sr-cyrl"]
    assert '<button name="language" value="sr" lang="sr-Latn">' in shown
    assert page.headers["Vary"].count("Cookie") == 1


def test_it_says_what_the_latin_page_says(client):
    pages = {}
    for code in ("sr", "sr-cyrl"):
        client.cookies["zana_language"] = code
        (pages[code],) = re.findall(r"<h1[^>]*>(.*?)</h1>", client.get("/help/danger/").content.decode(), re.DOTALL)

    assert pages["sr-cyrl"] == to_cyrillic(pages["sr"]) != pages["sr"]


def test_a_person_who_picks_it_is_written_to_in_serbian(client, cast):
    client.force_login(cast.communicator_a)

    client.post("/language/", {"language": "sr-cyrl"})

    cast.communicator_a.refresh_from_db()
    assert cast.communicator_a.language == "sr"
