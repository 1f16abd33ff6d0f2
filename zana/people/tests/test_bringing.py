"""People from a spreadsheet: looked at first, then all or nothing."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from zana.kernel import clock
from zana.kernel.errors import Forbidden, Refusal
from zana.kernel.tables import fold, read_table
from zana.kernel.tests.sheets import as_xlsx
from zana.kernel.words import DJANGO_CODES
from zana.people.bringing import KEPT_FOR, Brought, bring_people, find_table, keep_table
from zana.people.models import Invitation, LogEntry, Membership, Person
from zana.people.roster import ASK, COLUMNS, FAULT, HERE, NEW, Known, Place, judge

HEAD = ("Emri", "Organizata", "E-mail", "Roli", "Gjuha")
PLACES = [Place("drita", "Drita e Re", "sq"), Place("staza", "Nova Staza", "sr")]
SHOWN = {"name": "Name", "organisation": "Organisation", "email": "E-mail", "role": "Role", "language": "Language"}
ROLES = {"komunikuese": "communicator", "direktorka": "director"}
ZOJA = ("Zoja Gërvalla", "Drita e Re", "zoja@drita.example", "Komunikuese", "sq")
MILA = ("Mila Đorić", "Nova Staza", None, None, None)


def look(*rows, known=()):
    return [
        (one.verdict, one.says.english() if one.says else "")
        for one in judge(read_table(as_xlsx(HEAD, *rows)), PLACES, ROLES, known)
    ]


def test_a_row_without_role_or_language_is_a_volunteer_in_the_language_of_her_organisation():
    _zoja, mila = judge(read_table(as_xlsx(HEAD, ZOJA, MILA)), PLACES, ROLES, [])
    assert (mila.role, mila.language, mila.email, mila.organisation) == ("volunteer", "sr", "", "staza")


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (
            ("Zoja Gervalla", "drita e re", None, None, None),
            (ASK, "Row 2 says Zoja Gërvalla. Is this the same person?"),
        ),
        (("Zoja Gervalla", "Nova Staza", None, None, None), (NEW, "")),
        (("Era Hoti", "Drita e Re", "ZOJA@drita.example", None, None), (FAULT, "The same e-mail stands in row 2.")),
        (("Era Hoti", "Drita", "era@drita", None, None), (FAULT, "“era@drita” is no e-mail address.")),
        (
            ("Era Hoti", "Drita", None, "Shefe", None),
            (FAULT, "“Shefe” is no role: director, communicator or volunteer."),
        ),
        (("Era Hoti", "Drita", None, None, "fr"), (FAULT, "“fr” is no language here: sq, sr or en.")),
        (("Era Hoti", "Hëna", None, None, None), (FAULT, "“Hëna” is no organisation of this programme.")),
        ((None, "Drita", "era@drita.example", None, None), (FAULT, "The name is missing or too long.")),
        (("Arta Krasniqi", "Drita", None, None, None), (HERE, "is here already")),
        (("Arta Krasniqi", "Drita", "arta@drita.example", None, None), (HERE, "is here already")),
        (
            ("Arta Krasniqi", "Drita", "other@drita.example", None, None),
            (ASK, "Arta Krasniqi is here already. Is this the same person?"),
        ),
        (
            ("Ärta Krasniqi", "Drita", None, None, None),
            (ASK, "Arta Krasniqi is here already. Is this the same person?"),
        ),
    ],
)
def test_each_row_is_judged_in_words(row, verdict):
    known = [Known("drita", "Arta Krasniqi", "arta@drita.example")]
    assert look(ZOJA, row, known=known) == [(NEW, ""), verdict]


def test_a_file_without_the_column_organisation_is_refused_where_there_are_several():
    with pytest.raises(Refusal) as no:
        judge(read_table(as_xlsx(("Emri", "E-mail"), ("Zoja", "z@a.example"))), PLACES, ROLES, [])
    assert no.value.saying.english() == "There is no column “Organisation”. Found: Emri, E-mail."


def test_the_columns_as_the_page_names_them_are_understood_in_every_language():
    """What stands on the page is what people copy into their file."""
    for code in DJANGO_CODES.values():
        with translation.override(code):
            shown = {name: translation.gettext(words) for name, words in SHOWN.items()}
        known = {name: {fold(one) for one in COLUMNS[name]} for name in SHOWN}
        assert {name: words for name, words in shown.items() if fold(words) not in known[name]} == {}


def csv(*rows):
    return read_table("\n".join(";".join(cell or "" for cell in row) for row in (HEAD, *rows)).encode())


def test_who_has_an_address_is_invited_and_who_has_none_is_counted(cast):
    made = bring_people(by=cast.lead, place=cast.programme, table=csv(ZOJA, MILA))

    assert made == Brought(invited=1, counted=1, left=0)
    assert list(Invitation.objects.values_list("name", "role", "organisation")) == [
        ("Zoja Gërvalla", "communicator", cast.org_a.pk)
    ]
    mila = Person.objects.get(name="Mila Đorić")
    assert (mila.email, mila.language, mila.has_usable_password()) == (None, "sr", False)
    assert Membership.live.get(person=mila).role == "volunteer"
    assert LogEntry.objects.filter(verb="people.brought").get().facts == {"invited": 1, "counted": 1}
    # the same list once more changes nothing
    again = bring_people(by=cast.lead, place=cast.programme, table=csv(ZOJA, MILA))
    assert again == Brought(invited=0, counted=0, left=2)


def test_one_wrong_row_or_open_question_stores_nobody(cast):
    for second, words in (
        (("Era", "Hëna", None, None, None), "Row 3: “Hëna” is no organisation of this programme."),
        (("Zoja Gervalla", "Drita e Re", None, None, None), "Say for row 3 whether it is the same person."),
    ):
        with pytest.raises(Refusal) as no:
            bring_people(by=cast.lead, place=cast.programme, table=csv(ZOJA, second))
        assert no.value.saying.english() == words
    assert Invitation.objects.count() == 0


def test_an_answer_decides_about_e_and_ë(cast):
    twin = ("Zoja Gervalla", "Drita e Re", None, None, None)
    same = bring_people(by=cast.lead, place=cast.programme, table=csv(ZOJA, twin), answers={3: "same"})
    other = bring_people(by=cast.lead, place=cast.programme, table=csv(twin), answers={2: "other"})
    assert (same, other) == (Brought(1, 0, 1), Brought(0, 1, 0))


def test_only_the_lead_brings_a_list(cast):
    for person in (cast.trainer, cast.director_a, cast.donor):
        with pytest.raises(Forbidden):
            bring_people(by=person, place=cast.programme, table=csv(ZOJA))
    assert Invitation.objects.count() == 0


def test_what_is_kept_between_looking_and_storing_is_hers_and_for_two_hours(cast):
    table = csv(ZOJA)
    kept = keep_table(table, by=cast.lead, place=cast.programme)
    assert find_table(kept, by=cast.lead, place=cast.programme) == table
    with pytest.raises(Refusal):
        find_table(kept, by=cast.trainer, place=cast.programme)
    with pytest.raises(Refusal):
        find_table(kept[:-4] + "AAAA", by=cast.lead, place=cast.programme)
    with clock.frozen(clock.now() + KEPT_FOR * 1.1), pytest.raises(Refusal):
        find_table(kept, by=cast.lead, place=cast.programme)


def test_on_the_page_she_looks_answers_and_stores(cast, client):
    client.cookies["zana_language"] = "en"
    client.force_login(cast.lead)
    address = reverse("people:bring", kwargs={"programme": cast.programme.ref})

    def give(*rows):
        file = io.BytesIO(as_xlsx(HEAD, *rows))
        file.name = "people.xlsx"
        return client.post(address, {"file": file})

    wrong = give(ZOJA, ("=A2", "Drita e Re", None, None, None))
    assert (wrong.status_code, wrong.context["form"].errors["file"]) == (
        422,
        ["There are formulas in A3. Copy everything, paste it as values only, and give that file."],
    )
    page = give(ZOJA, ("Zoja Gervalla", "Drita e Re", None, None, None))
    assert [len(page.context[group]) for group in ("faults", "asked", "coming", "here")] == [0, 1, 1, 0]
    assert Invitation.objects.count() == 0
    assert client.post(address, {"kept": page.context["kept"]}).status_code == 422
    stored = client.post(address, {"kept": page.context["kept"], "row-3": "same"}, follow=True)
    assert [str(one) for one in stored.context["messages"]] == [
        "Invited: 1. Added without a sign-in: 0. Left as they were: 1."
    ]
    assert Invitation.objects.get().email == "zoja@drita.example"


def test_a_director_brings_her_own_people_and_nobody_elses(cast, client):
    client.cookies["zana_language"] = "en"
    client.force_login(cast.director_a)
    address = reverse("people:bring_own", kwargs={"org": cast.org_a.ref})

    def give(*rows, head=("Emri", "E-mail", "Roli")):
        file = io.BytesIO(as_xlsx(head, *rows))
        file.name = "people.xlsx"
        return client.post(address, {"file": file})

    other = give(("Mila Đorić", "Nova Staza"), head=("Emri", "Organizata"))
    assert [line.says.english() for line, *_ in other.context["faults"]] == [
        "This list is for one organisation, and “Nova Staza” is another one."
    ]
    page = give(ZOJA[:1] + ZOJA[2:4], ("Arta Communicätor", None, None), ("Vesa Volunteer", None, None))
    assert [len(page.context[group]) for group in ("faults", "asked", "coming", "here")] == [0, 1, 1, 1]
    assert "Nova Staza" not in page.content.decode()
    done = client.post(address, {"kept": page.context["kept"], "row-3": "same"}, follow=True)

    assert done.redirect_chain == [(reverse("people:people", kwargs={"org": cast.org_a.ref}), 302)]
    assert list(Invitation.objects.values_list("email", "organisation", "role")) == [
        ("zoja@drita.example", cast.org_a.pk, "communicator")
    ]
    assert LogEntry.objects.get(verb="people.brought").organisation == cast.org_a
    for person in (cast.trainer, cast.communicator_a, cast.director_b):
        with pytest.raises(Forbidden):
            bring_people(by=person, place=cast.org_a, table=csv(ZOJA))
    with pytest.raises(Refusal):
        find_table(keep_table(csv(ZOJA), by=cast.director_a, place=cast.org_a), by=cast.director_a, place=cast.org_b)


def test_the_command_looks_first_and_stores_when_told(cast, tmp_path, capsys):
    path = tmp_path / "people.xlsx"
    path.write_bytes(as_xlsx(HEAD, ZOJA, ("Arta Communicätor", "Drita e Re", None, None, None)))

    call_command("import_people", str(path), "--programme", "voices", "--json")
    looked = json.loads(capsys.readouterr().out)
    assert looked == {
        "rows": 2,
        "new": 1,
        "here": 0,
        "asked": [
            {
                "row": 3,
                "name": "Arta Communicätor",
                "words": "Arta Communicator is here already. Is this the same person?",
            }
        ],
        "errors": [],
        "stored": False,
    }
    call_command("import_people", str(path), "--programme", "voices", "--json", "--store", "--other", "3")
    stored = json.loads(capsys.readouterr().out)
    assert {name: stored[name] for name in ("stored", "invited", "counted")} == {
        "stored": True,
        "invited": 1,
        "counted": 1,
    }
