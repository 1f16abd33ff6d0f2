from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zana.audits.rules import access, drills, names, pictures, posting, visits, webpages
from zana.audits.rules.access import Holder
from zana.audits.rules.drills import DrillResult, judge_drill

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
LATIN_LETTERS = "abvgdđežzijklmnoprstćufhcčš"
CYRILLIC_LETTERS = "абвгдђежзијклмнопрстћуфхцчш"
IN_CYRILLIC = str.maketrans(LATIN_LETTERS, CYRILLIC_LETTERS)


def result_of(verdict):
    return verdict.result if verdict else None


def known(verdict):
    """For where there is one."""
    assert verdict is not None
    return verdict


# --- names


@given(st.text(alphabet=LATIN_LETTERS + " ", min_size=1).filter(str.strip))
def test_a_name_is_the_same_in_both_scripts_in_any_case(name):
    assert names.fold(name) == names.fold(name.translate(IN_CYRILLIC)) == names.fold(name.upper())


@given(st.text(alphabet="abcdeqz ", min_size=1))
def test_a_name_is_the_same_with_and_without_marks(name):
    marked = name.translate(str.maketrans("ce", "çë"))

    assert names.fold(name) == names.fold(marked)


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert names.fold(names.fold(text)) == names.fold(text)


@pytest.mark.parametrize(
    ("told", "result"),
    [
        ({"f": "Zëri i Grave"}, None),
        ({"f": "Zëri i Grave", "x": "ZERI I GRAVE"}, "pass"),
        ({"f": "Ženski Glas", "x": "Женски глас", "i": "zenski glas"}, "pass"),
        ({"f": "Zëri i Grave", "x": "Zëri i Grave Pejë"}, "partial"),
        ({"f": "Zëri i Grave", "x": "ZIG", "i": "Zëri i Grave"}, "partial"),
        ({"f": "Zëri i Grave", "x": "Drita", "i": "Zëri i Grave"}, "fail"),
        ({"f": "Zëri i Grave", "x": "Zëri Pejë", "i": "Qendra"}, "fail"),
    ],
)
def test_names_on_all_networks(told, result):
    assert result_of(names.judge_names(told)) == result


@pytest.mark.parametrize(
    ("told", "result"),
    [
        ({"f": "drita", "x": ""}, None),
        ({"f": "drita", "x": "@Drita"}, "pass"),
        ({"f": "drita", "x": "drita_ks", "i": "drita.ks"}, "partial"),
        ({"f": "drita", "x": "qendra"}, "fail"),
    ],
)
def test_handles_on_all_networks(told, result):
    assert result_of(names.judge_handles(told)) == result


def test_missions_are_compared_in_each_language_and_the_worst_counts():
    sq = "Ne jemi pranë grave dhe vajzave në Pejë"
    sr = "Tu smo za žene i devojke u Gračanici svakog dana"

    same = names.judge_missions(
        {"sq": {"f": sq, "x": sq}, "sr": {"f": sr, "x": "Ту смо за жене и девојке сваког дана"}}
    )
    other = names.judge_missions(
        {"sq": {"f": sq, "x": sq}, "sr": {"f": sr, "x": "Prodajemo ručni rad, kupite odmah kod nas"}}
    )

    assert (result_of(same), result_of(other)) == ("pass", "fail")
    assert names.judge_missions({"sq": {"f": sq}, "sr": {"x": sr}}) is None


def test_the_languages_of_profiles_pass_where_all_speak_both_and_never_fail():
    both, one = frozenset({"sq", "sr", "en"}), frozenset({"sq"})

    assert [
        result_of(names.judge_languages(told))
        for told in ({"f": both, "x": both}, {"f": both, "x": one}, {"f": both, "x": frozenset()}, {"f": frozenset()})
    ] == ["pass", "unknown", "unknown", None]


@given(st.lists(st.sampled_from(["Arta", "Krasniqi", "Hana", "Berisha"]), min_size=2, max_size=3, unique=True))
def test_a_person_is_known_in_any_order_of_her_names(parts):
    assert names.is_same_person(" ".join(parts), " ".join(reversed(parts)))
    assert not names.is_same_person(parts[0], " ".join(parts))


# --- roles


def holders(full, others=0, buyers=0):
    listed = [Holder(f"Person{n} Full", frozenset({"MANAGE"})) for n in range(full)]
    listed += [Holder(f"Person{n} Other", frozenset({"MODERATE"})) for n in range(others)]
    return listed + [Holder(f"Person{n} Buyer", frozenset({"ADVERTISE"})) for n in range(buyers)]


@pytest.mark.parametrize(
    ("listed", "results"),
    [
        (holders(1, 3), {"SEC-03": "partial", "SEC-27": "pass", "SEC-44": "pass"}),
        (holders(2, 2), {"SEC-03": "pass", "SEC-27": "pass", "SEC-44": "pass"}),
        (holders(4, 2, 3), {"SEC-03": "pass", "SEC-27": "pass", "SEC-44": "partial"}),
        (holders(5, 3, 4), {"SEC-03": "partial", "SEC-27": "pass", "SEC-44": "fail"}),
        (holders(7, 1), {"SEC-03": "fail", "SEC-27": "fail", "SEC-44": "pass"}),
        (holders(3), {"SEC-03": "pass", "SEC-27": "partial", "SEC-44": "pass"}),
    ],
)
def test_roles_are_counted(listed, results):
    known = [holder.name for holder in listed]
    told = {verdict.control: verdict.result for verdict in access.judge_roles(listed, known)}

    assert told == results | {"SEC-30": "unknown", "SEC-32": "unknown", "CTL-01": "unknown"}


def test_a_stranger_with_full_control_is_a_question_and_no_verdict():
    told = {verdict.control: verdict for verdict in access.judge_roles(holders(2), ["Person0 Full"])}

    assert told["SEC-03"].result == "unknown"
    assert [fact.english() for fact in told["SEC-32"].facts] == [
        "The network lists 2 people.",
        "Not on your list of people: Person1 Full",
    ]


def test_an_empty_list_of_roles_is_not_an_answer():
    assert access.judge_roles([], ["Arta"]) == []


@pytest.mark.parametrize(
    ("phone", "emails", "result"),
    [
        ("+383 44 1", 1, "pass"),
        ("044 1", 1, "partial"),
        ("+383 44 1", 0, "partial"),
        ("", 1, "partial"),
        ("", 0, "fail"),
    ],
)
def test_a_page_can_be_called_and_written_to(phone, emails, result):
    assert access.judge_contact(phone, emails).result == result


@pytest.mark.parametrize(("count", "result"), [(0, "fail"), (29, "partial"), (30, "pass")])
def test_blocked_words_are_counted(count, result):
    assert access.judge_words(count).result == result


@pytest.mark.parametrize(
    ("handle", "url", "result"),
    [
        ("drita", "https://www.facebook.com/1001", "pass"),
        ("", "https://www.facebook.com/1001", "fail"),
        ("", "https://www.facebook.com/drita", None),
    ],
)
def test_short_address(handle, url, result):
    assert result_of(access.judge_address(handle, url)) == result


# --- posts


def days_ago(*days):
    return [NOW - timedelta(days=day) for day in days]


@pytest.mark.parametrize(
    ("network", "days", "complete", "result"),
    [
        ("facebook", range(1, 84, 3), False, "pass"),
        ("x", range(1, 84, 2), False, "pass"),
        ("x", range(1, 84, 4), True, "partial"),
        ("facebook", range(1, 84, 7), False, "unknown"),
        ("facebook", range(1, 84, 7), True, "partial"),
        ("instagram", [20, 40, 60], True, "fail"),
        ("facebook", [*range(1, 40, 2), *range(60, 84, 2)], True, "partial"),  # three weeks of silence
        ("facebook", [], False, None),
    ],
)
def test_cadence_is_proved_by_enough_posts_and_denied_only_by_a_complete_record(network, days, complete, result):
    assert result_of(posting.judge_cadence(network, days_ago(*days), NOW, complete=complete)) == result


@given(st.lists(st.integers(0, 83)), st.lists(st.integers(0, 83)))
def test_more_posts_never_make_the_rhythm_worse(some, more):
    order = ["fail", "partial", "pass"]
    fewer = posting.judge_cadence("facebook", days_ago(*some), NOW, complete=True)
    all_of_them = posting.judge_cadence("facebook", days_ago(*some, *more), NOW, complete=True)

    assert order.index(known(all_of_them).result) >= order.index(known(fewer).result)


@pytest.mark.parametrize(
    ("days", "complete", "result"), [(60, False, "pass"), (61, False, None), (61, True, "partial"), (181, True, "fail")]
)
def test_silence(days, complete, result):
    assert result_of(posting.judge_silence(NOW - timedelta(days=days), NOW, complete=complete)) == result


@pytest.mark.parametrize(
    ("kinds", "result"),
    [
        (["photo"] * 9, None),
        (["photo"] * 10, "fail"),
        (["photo"] * 8 + ["text"] * 2, "partial"),
        (["photo"] * 8 + ["text", "photos"], "partial"),
        (["photo"] * 5 + ["text"] * 3 + ["photos"] * 2, "pass"),
    ],
)
def test_formats(kinds, result):
    assert result_of(posting.judge_formats(kinds)) == result


@pytest.mark.parametrize(("good", "result"), [(10, "pass"), (8, "pass"), (7, "partial"), (3, "partial"), (2, "fail")])
def test_alt_texts(good, result):
    texts = ["Three women around a table with tea"] * good + ["photo"] * (10 - good)

    assert result_of(posting.judge_alt_texts(texts)) == result
    assert posting.judge_alt_texts(texts[:9]) is None


@pytest.mark.parametrize(
    ("network", "tags", "result"),
    [
        ("x", 2, "pass"),
        ("x", 3, "partial"),
        ("instagram", 0, "partial"),
        ("facebook", 0, "pass"),
        ("facebook", 16, "fail"),
    ],
)
def test_hashtags(network, tags, result):
    text = "Sot në Pejë " + " ".join(f"#fjala{n}" for n in range(tags)) + " https://a.example/#top"

    assert result_of(posting.judge_hashtags(network, [text] * 10)) == result


def test_first_lines_are_a_hint_and_never_a_verdict():
    assert result_of(posting.describe_first_lines(["Na shkruaj sot"] * 10)) == "unknown"


@pytest.mark.parametrize(
    ("plan", "result"),
    [({}, "unknown"), ({"sq": 60, "sr": 40}, "pass"), ({"sq": 40, "sr": 60}, "partial"), ({"sr": 100}, "fail")],
)
def test_languages_against_the_plan(plan, result):
    assert result_of(posting.judge_languages(["sq"] * 7 + ["sr"] * 3, plan)) == result


@pytest.mark.parametrize(
    ("values", "result"),
    [
        ([100, 110, 120, 130], "pass"),
        ([100, 90, 95, 96], "pass"),
        ([100, 90, 80, 85], "partial"),
        ([9, 8, 7, 6], "fail"),
    ],
)
def test_growth_over_three_months(values, result):
    points = {date(2026, 1, 1) + timedelta(days=30 * n): value for n, value in enumerate(values)}

    assert result_of(posting.judge_growth(points)) == result
    assert posting.judge_growth(dict(list(points.items())[2:])) is None


def test_engagement_is_compared_only_with_enough_peers_and_shows_no_line():
    peers = [0.01 * n for n in range(1, 9)]

    told = [known(posting.judge_engagement(own, peers)) for own in (0.05, 0.03, 0.02)]

    assert [verdict.result for verdict in told] == ["pass", "partial", "fail"]
    assert {fact.params for verdict in told for fact in verdict.facts} == {(("count", 8),)}
    assert posting.judge_engagement(0.05, peers[:7]) is None


def test_copies_are_found_with_another_link():
    texts = [f"Lajmi numër {n} https://a.example/{n}" for n in range(10)]
    copies = [f"lajmi  numër {n} https://b.example" for n in range(6)]

    assert result_of(posting.judge_duplicates(texts, set(copies))) == "fail"
    assert result_of(posting.judge_duplicates(texts, set(copies[:3]))) == "partial"
    assert result_of(posting.judge_duplicates(texts, {"tjetër"})) == "pass"
    assert posting.judge_duplicates(texts, set()) is None


# --- web pages

CARD = "".join(
    f'<meta property="{name}" content="x">' for name in ("og:title", "og:description", "og:image", "twitter:card")
)


def test_a_page_tells_its_title_card_and_links():
    links = "<a href='/rreth'>R</a><a href='mailto:a@b.example'>m</a><a href='//x.com/drita'>"
    html = f"<title> Drita \n e Re </title>{CARD}{links}"

    page = webpages.read_page(html, "https://drita.example/")

    assert page.title == "Drita e Re"
    assert page.meta == {"og:title": "x", "og:description": "x", "og:image": "x", "twitter:card": "x"}
    assert page.links == ("https://drita.example/rreth", "https://x.com/drita")


@given(st.text() | st.text(alphabet="<>/a='\"!-[]& "))
def test_no_page_is_too_strange(html):
    assert webpages.read_page(html, "https://drita.example/").address == "https://drita.example/"


@given(st.binary(), st.text())
def test_no_encoding_is_too_strange(body, content_type):
    assert isinstance(webpages.decode(body, content_type), str)


@pytest.mark.parametrize(
    ("header", "body", "text"),
    [
        ("text/html; charset=windows-1250", "Žene".encode("cp1250"), "Žene"),
        ("text/html", b"<meta charset=iso-8859-2>" + "š".encode("iso-8859-2"), "<meta charset=iso-8859-2>š"),
        ("text/html; charset=utf-7", b"+ADw-", "+ADw-"),
        ("text/html; charset=base64", "Gratë".encode(), "Gratë"),
        ("text/html; charset=utf-8", b"\xff!", "\ufffd!"),
    ],
)
def test_encodings(header, body, text):
    assert webpages.decode(body, header) == text


def page(card=CARD, address="https://drita.example/"):
    return webpages.read_page(card, address)


@pytest.mark.parametrize(
    ("pages", "image", "result"),
    [
        ([page()] * 6, (1200, 630), "pass"),
        ([page()] * 6, (600, 315), "partial"),
        ([page()] * 6, None, "unknown"),
        ([page(), page("")], (1200, 630), "partial"),
        ([page("")], None, "fail"),
        ([], None, None),
    ],
)
def test_cards_of_shared_links(pages, image, result):
    assert result_of(webpages.judge_cards(pages, image)) == result


@pytest.mark.parametrize(
    ("links", "back", "result"),
    [
        (["https://m.facebook.com/Drita/"], "http://www.drita.example", "pass"),
        (["https://www.facebook.com/drita?ref=x"], "", "partial"),
        ([], "https://drita.example/rreth", "partial"),
        (["https://www.facebook.com/other"], "", "fail"),
        ([], None, None),
    ],
)
def test_links_both_ways(links, back, result):
    profile = webpages.Profile("facebook", "https://www.facebook.com/drita", back)

    assert result_of(webpages.judge_links(links, "https://drita.example", [profile])) == result


def test_pages_to_visit_are_of_the_same_host_no_files_and_five_at_most():
    links = ["/", "/a", "/b.pdf", "/a/", "https://other.example/c", *(f"/{n}.html" for n in range(9))]
    home = page("".join(f"<a href='{link}'>" for link in links))

    assert webpages.choose_pages(home) == [
        f"https://drita.example{path}" for path in ("/a", "/0.html", "/1.html", "/2.html", "/3.html")
    ]


def knock(trouble="", status=200, ended="https://drita.example/", until=None):
    return visits.Knock("https://drita.example/", ended, status, trouble, until)


@pytest.mark.parametrize(
    ("heard", "silent_days", "result"),
    [
        (None, None, "fail"),
        (knock(), None, "pass"),
        (knock(ended="https://www.drita.example/sq/"), None, "pass"),
        (knock(ended="https://parking.example/"), None, "partial"),
        (knock("untrusted", 0), None, "partial"),
        (knock("walled", 0), None, "fail"),
        (knock("loops", 0), None, "fail"),
        (knock("unread", 0), None, "unknown"),
        (knock(status=403), None, "unknown"),
        (knock(status=404), None, "fail"),
        (knock("silent", 0), None, "unknown"),
        (knock("silent", 0), 2, "fail"),
        (knock(status=503), 0, "unknown"),
    ],
)
def test_the_door_of_the_website(heard, silent_days, result):
    since = None if silent_days is None else NOW - timedelta(days=silent_days)

    assert visits.judge_door(heard, "https://drita.example", NOW, silent_since=since).result == result


def test_a_certificate_that_ends_soon_is_told():
    told = visits.judge_door(knock(until=NOW + timedelta(days=3)), "https://drita.example", NOW)

    assert told.facts[-1].english() == "The certificate ends in 3 days: have it renewed now"


@pytest.mark.parametrize(("site", "number", "result"), [(2, 2, "pass"), (1, 2, "unknown"), (0, 0, "unknown")])
def test_a_second_channel(site, number, result):
    assert result_of(visits.judge_second_channel(2, site, number)) == result


# --- pictures


@pytest.mark.parametrize(
    ("seen", "result"),
    [
        (pictures.Measured(480, 480, edge=200, spill=0.0), "pass"),
        (pictures.Measured(480, 480, edge=200, spill=0.2), "partial"),
        (pictures.Measured(480, 480, edge=3, spill=0.0), "fail"),
        (pictures.Measured(480, 480, edge=200), "unknown"),
        (pictures.Measured(200, 200, edge=200, spill=0.0), "unknown"),
        (pictures.Measured(350, 350, edge=200, spill=0.0, whole=True), "partial"),
        (pictures.Measured(200, 200, edge=200, spill=0.0, whole=True), "fail"),
    ],
)
def test_portraits(seen, result):
    assert pictures.judge_portrait(seen).result == result


def test_contrast_as_everybody_reckons_it():
    assert round(pictures.contrast((0, 0, 0), (255, 255, 255)), 2) == 21.0
    assert round(pictures.contrast((119, 119, 119), (255, 255, 255)), 2) == 4.48


def test_pale_text_fails_and_dark_text_still_needs_a_reader():
    pale, dark = pictures.TextPicture(2.0, 0.1), pictures.TextPicture(9.0, 0.1)

    assert result_of(pictures.judge_text_pictures([pale] * 6 + [dark] * 4)) == "fail"
    assert result_of(pictures.judge_text_pictures([pale] * 5 + [dark] * 5)) == "unknown"
    assert pictures.judge_text_pictures([pale] * 9) is None


@pytest.mark.parametrize(
    ("found", "harmless", "result"), [(0, False, "pass"), (1, False, "fail"), (2, True, "partial"), (3, True, "fail")]
)
def test_photos_with_a_place(found, harmless, result):
    assert pictures.judge_photos(20, found, harmless=harmless).result == result


# --- drills


@pytest.mark.parametrize(
    ("done", "path", "told"),
    [
        (DrillResult("D1", NOW, 5, 4), False, ("SEC-34", "pass")),
        (DrillResult("D1", NOW, 5, 3), False, ("SEC-34", "partial")),
        (DrillResult("D1", NOW, 5, 2), False, ("SEC-34", "fail")),
        (DrillResult("D1", NOW - timedelta(days=181), 5, 5), False, None),
        (DrillResult("D1", NOW, 0, 0), False, None),
        (DrillResult("D3", NOW, 5, 5), False, ("SEC-51", "unknown")),
        (DrillResult("D4", NOW, 5, 2, minutes=15, people=2), False, ("CTL-19", "pass")),
        (DrillResult("D4", NOW, 5, 1, minutes=10, people=1), False, ("CTL-19", "partial")),
        (DrillResult("D4", NOW, 5, 2, minutes=31, people=2), False, ("CTL-19", "fail")),
        (DrillResult("D4", NOW, 5, 2), False, None),
        (DrillResult("D7", NOW, 5, 5), False, ("CTL-17", "unknown")),
        (DrillResult("D7", NOW, 5, 4), True, ("CTL-17", "pass")),
        (DrillResult("D7", NOW, 5, 3), True, ("CTL-17", "partial")),
        (DrillResult("D9", NOW, 5, 5), True, None),
    ],
)
def test_drills(done, path, told):
    verdict = judge_drill(done, NOW, has_path=path)

    assert (verdict and (verdict.control, verdict.result)) == told


@pytest.mark.parametrize(
    ("done", "told"),
    [
        (DrillResult("D1", NOW, 2, 1), drills.FEW.code),
        (DrillResult("D1", NOW, 12, 12), drills.FEW.code),  # nobody failed tells of each of them
        (DrillResult("D1", NOW, 9, 5), drills.FEW.code),
        (DrillResult("D1", NOW, 10, 5), "{passed} of {of} people with a key passed"),
        (DrillResult("D4", NOW, 5, 2, minutes=12, people=2), drills.FEW.code),
        (DrillResult("D4", NOW, 9, 5, minutes=12, people=5), "Locked down in {minutes} minutes by {people} people"),
    ],
)
def test_a_count_of_few_people_is_not_told(done, told):
    verdict = judge_drill(done, NOW)

    assert verdict is not None
    assert [fact.code for fact in verdict.facts] == [told]


def test_every_drill_that_counts_names_a_control():
    assert drills.CONTROLS == {"D1": "SEC-34", "D3": "SEC-51", "D4": "CTL-19", "D7": "CTL-17"}
