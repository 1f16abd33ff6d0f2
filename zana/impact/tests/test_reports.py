from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from zana.audits.models import Audit, Evidence, Finding
from zana.impact.actions.reports import make_report
from zana.impact.models import Frozen, Report
from zana.impact.queries.paper import report_facts, report_numbers, report_pdf
from zana.kernel import clock
from zana.kernel.errors import Forbidden
from zana.kernel.tests.pdf import page_count, pdf_text
from zana.learning.models import Attendance, FeedbackWave, Training
from zana.learning.rules.feedback import sum_up
from zana.networks.models import Account, Reading, RemotePost
from zana.people.models import Enrolment, LogEntry, Organisation, Person
from zana.people.release import PEOPLE, THINGS, why_hidden
from zana.ui.words import speaking

pytestmark = pytest.mark.slow

MADE_AT = datetime(2026, 6, 20, 10, tzinfo=UTC)


def make(cohort, at=MADE_AT, by=None):
    with clock.frozen(at):
        return make_report(by=by or cohort.lead, programme=cohort.programme)


def values(report):
    with speaking("en"):
        return {line.key: (line.value, line.small) for line in report_numbers(report)}


def test_a_report_freezes_the_numbers_of_now(cohort):
    report = make(cohort)

    assert (report.version, report.made_at, report.made_by) == (1, MADE_AT, cohort.lead)
    assert values(report) == {
        "OP2": ("unknown", "No attendance is written down yet."),
        "women": ("unknown", "No attendance is written down yet."),
        "men": ("unknown", "No attendance is written down yet."),
        "OP3": ("unknown", "No attendance is written down yet."),
        "OP5": ("unknown", "No individual training day is written down yet."),
        "OP9": ("unknown", "No feedback on a joint training has been shown yet."),
        "findings": ("unknown", "No serious finding has been made yet."),
        "accounts": ("9", ""),
        "posts": ("9", ""),
        "rehearsed": ("unknown", "None is known yet."),
        "IM2": ("1,080", "900 at the beginning (+20 %)"),
    }


def test_the_facts_box_says_who_did_what_when(cohort):
    with speaking("en"):
        assert report_facts(make(cohort)) == [
            ("Carried out by", "Media Support Centre"),
            ("Partner network", "Network of Women's Organisations"),
            ("Funded by", "Fund for Equality"),
            ("Period", "1 January 2026 – 31 December 2026"),
            ("Numbers of", "20 June 2026"),
            ("Organisations in the programme", "9"),
            ("Regions they come from", "5"),
        ]


def test_every_number_shown_names_its_rows(cohort):
    report = make(cohort)

    for number in report.snapshot["numbers"]:
        rows = report.evidence[number["key"]]
        assert bool(rows) == (number["state"] != "unknown")
        if number["state"] == "shown":
            assert number["rows"] == len(rows)
    posts = set(RemotePost.objects.across_organisations().values_list("pk", flat=True))
    assert {id for _, id, _ in report.evidence["posts"]} == posts


def test_changing_one_source_row_moves_the_number_in_a_new_version(cohort):
    first = make(cohort)
    reading = Reading.objects.of(cohort.org_a).order_by("taken_at").last()
    assert reading is not None
    Reading.objects.create(
        organisation=cohort.org_a,
        source=reading.source,
        account=reading.account,
        metric="followers",
        value=200,
        taken_at=reading.taken_at + timedelta(hours=1),
    )

    second = make(cohort)

    assert (first.version, second.version) == (1, 2)
    assert values(first)["IM2"] == ("1,080", "900 at the beginning (+20 %)")
    assert values(second)["IM2"] == ("1,160", "900 at the beginning (+29 %)")


def test_deleting_the_source_rows_makes_the_number_unknown(cohort):
    make(cohort)
    RemotePost.objects.across_organisations().delete()

    report = make(cohort)

    assert values(report)["posts"] == ("unknown", "None is known yet.")
    assert (report.version, report.evidence["posts"], report.snapshot["weeks"]) == (2, [], None)


def test_the_same_data_stays_the_same_version(cohort):
    first = make(cohort)

    assert make(cohort, at=MADE_AT + timedelta(hours=5)) == first
    assert Report.objects.count() == 1


def test_a_made_report_cannot_be_changed(cohort):
    report = make(cohort)

    with pytest.raises(Frozen):
        report.save()
    with pytest.raises(Frozen):
        report.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(programme=cohort.programme, version=1, snapshot={}, evidence={}, sha256="")


@pytest.mark.parametrize("who", ["trainer", "donor", "director_a", "communicator_b"])
def test_only_the_lead_makes_a_report(cohort, who):
    with pytest.raises(Forbidden):
        make(cohort, by=cohort.persons[who])

    assert Report.objects.count() == 0


def test_making_a_report_is_written_in_the_log(cohort):
    report = make(cohort)

    entry = LogEntry.objects.get(verb="report.made")
    assert (entry.person, entry.programme, entry.thing) == (cohort.lead, cohort.programme, f"report:{report.ref}")


def test_two_organisations_are_too_few_for_any_number_about_things(cohort):
    Enrolment.objects.filter(organisation__slug__startswith="org").delete()

    report = make(cohort)

    hidden = {number["key"] for number in report.snapshot["numbers"] if number["state"] == "hidden"}
    assert hidden == {"accounts", "posts", "IM2"}
    assert values(report)["posts"] == ("not shown", why_hidden(THINGS).english())


def test_practice_accounts_are_counted_as_rehearsal_only(cohort, settings):
    settings.ZANA_PRACTICE_URL = "http://127.0.0.1:9050/practice"
    Account.objects.across_organisations().update(api_base="http://127.0.0.1:9050/practice/graph")

    found = values(make(cohort))

    assert (found["posts"][0], found["rehearsed"][0], found["accounts"][0], found["IM2"][0]) == (
        "unknown", "9", "unknown", "unknown",
    )  # fmt: skip


def hold(cohort, kind, organisations, persons, minutes=200, day=date(2026, 3, 2)):
    """A training at which so many persons of these organisations were, in turn."""
    training = Training.objects.create(
        programme=cohort.programme, kind=kind, title="Training", held_on=day, minutes=240, trainer=cohort.trainer
    )
    for number in range(persons):
        Attendance.objects.create(
            organisation=organisations[number % len(organisations)],
            training=training,
            person=Person.objects.create_person(name=f"Person {number}"),
            minutes=minutes,
            marked_by=cohort.trainer,
        )
    return training


def members(cohort):
    return list(cohort.programme.organisations.order_by("pk"))


def test_attendance_becomes_persons_and_participations(cohort):
    hold(cohort, "joint", members(cohort)[:4], 12)

    assert values(make(cohort))["OP2"] == ("12", "")
    assert values(make(cohort))["OP3"] == ("12", "")

    Attendance.objects.across_organisations().filter(person__name="Person 3").update(minutes=179)

    assert values(make(cohort))["OP2"] == ("11", "")
    assert values(make(cohort))["OP3"] == ("12", "")

    Attendance.objects.across_organisations().delete()

    assert values(make(cohort))["OP2"] == ("unknown", "No attendance is written down yet.")


def test_what_hindered_people_twelve_weeks_later_stands_in_the_report_once_it_was_shown(cohort):
    training = hold(cohort, "joint", members(cohort)[:4], 12)
    Training.objects.filter(pk=training.pk).update(held_on=MADE_AT.date() - timedelta(weeks=13))
    assert "time" not in values(make(cohort))
    said = [{"used": "yes", "hindered": ["time"]}] * 7 + [{"used": "partly", "hindered": ["time"]}] * 5
    FeedbackWave.objects.create(
        programme=cohort.programme,
        kind="later",
        quarter="2026-Q2",
        closes_on=MADE_AT.date(),
        results=sum_up("later", said[:10] + [{"used": "partly", "hindered": ["attacks"]}] * 5),
    )

    report = make(cohort)

    told = values(report)
    assert (told["used"], told["time"]) == (("47\u00a0%", "7 of 15"), ("67\u00a0%", "10 of 15"))
    assert (told["attacks"], told["money"]) == (("33\u00a0%", "5 of 15"), ("not shown", why_hidden(PEOPLE).english()))
    text = pdf_text(report_pdf(report, "en"))
    assert ("hindered by: fear of attacks" in text, "10 of 15" in text) == (True, True)


def test_few_persons_are_hidden_in_the_page_and_the_pdf(cohort):
    hold(cohort, "joint", members(cohort)[:4], 4)

    report = make(cohort)

    assert values(report)["OP2"] == ("not shown", why_hidden(PEOPLE).english())
    assert "attendance lists: 4 rows" not in pdf_text(report_pdf(report, "en"))


def test_an_individual_day_is_held_when_somebody_was_there(cohort):
    first, second, third = members(cohort)[:3]
    hold(cohort, "individual", [first], 2)
    hold(cohort, "individual", [second], 2, minutes=0)
    hold(cohort, "individual", [third], 2, day=date(2026, 9, 1))

    report = make(cohort)

    assert values(report)["OP5"] == ("1 of 9", "")
    assert [row[2] for row in report.evidence["OP5"] if row[0] == "training"] == [first.ref]


def find(cohort, organisations, severity=4, closed=0):
    for number, organisation in enumerate(organisations):
        audit = Audit.objects.of(organisation).filter(closed_at=None).first()
        audit = audit or Audit.objects.of(organisation).create(started_by=cohort.trainer)
        seen = Evidence.objects.of(organisation).create(
            audit=audit,
            control=f"SEC-{number:02}",
            result="fail",
            way="live",
            strength=1.0,
            observed_at=clock.now(),
            by=cohort.trainer,
        )
        Finding.objects.of(organisation).create(
            control=f"SEC-{number:02}",
            severity=severity,
            result="fail",
            state=Finding.CLOSED if number < closed else Finding.OPEN,
            opened_at=datetime(2026, 3, 1, tzinfo=UTC),
            due_on=date(2026, 4, 1),
            opened_with=seen,
        )


def test_serious_findings_are_told_as_one_sum(cohort):
    find(cohort, members(cohort), closed=4)
    Finding.objects.across_organisations().filter(control="SEC-08").update(severity=3)

    report = make(cohort)

    assert values(report)["findings"] == ("4 of 8", "")
    Finding.objects.across_organisations().filter(severity=4, state=Finding.OPEN).update(state=Finding.CLOSED)
    assert values(make(cohort))["findings"] == ("8 of 8", "")


def test_findings_of_one_organisation_are_never_told(cohort):
    find(cohort, [cohort.org_a], closed=1)

    report = make(cohort)

    assert values(report)["findings"] == ("not shown", why_hidden(THINGS).english())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Report to the funder, version 1", "900 at the beginning (+20 %)", "How these numbers are made"]),
        ("sq", ["Raport për financuesin, versioni 1", "900 në fillim (+20 %)", "Si dalin këta numra"]),
        ("sr", ["Izveštaj finansijeru, verzija 1", "900 na početku (+20 %)", "Kako nastaju ovi brojevi"]),
    ],
)
def test_the_pdf_opens_and_has_its_words_in_each_language(cohort, language, words):
    pdf = report_pdf(make(cohort), language)

    text = pdf_text(pdf)
    assert pdf.startswith(b"%PDF-")
    assert page_count(pdf) == 2
    assert [line for line in text.splitlines() if line in words] == words
    assert "Media Support Centre" in text
    assert "\ufffd" not in text


def test_the_pdf_of_a_version_is_always_the_same(cohort):
    report = make(cohort)

    assert report_pdf(report, "en") == report_pdf(Report.objects.get(), "en")


def test_what_leaves_the_team_names_no_organisation(cohort):
    report = make(cohort)

    told = str(report.snapshot) + pdf_text(report_pdf(report, "en"))
    for organisation in Organisation.objects.all():
        assert organisation.ref in str(report.evidence)
        for secret in (organisation.name, organisation.ref, organisation.slug):
            assert secret not in told


def test_hostile_names_come_out_as_written(cohort):
    cohort.programme.name = '#panic("x") $y$ *z*'
    cohort.programme.save()

    assert '#panic("x") $y$ *z*' in pdf_text(report_pdf(make(cohort), "en"))


def test_reasons_are_kept_as_sayings_for_every_language(cohort):
    assert PEOPLE.people == 5
    unknown = next(n for n in make(cohort).snapshot["numbers"] if n["key"] == "OP2")

    assert unknown == {
        "key": "OP2",
        "state": "unknown",
        "why": {"code": "No attendance is written down yet.", "params": {}},
        "rows": None,
    }
