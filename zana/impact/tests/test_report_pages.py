from datetime import UTC, datetime

import pytest
from django.urls import reverse

from zana.impact.actions.reports import make_report
from zana.impact.models import Report
from zana.kernel import clock
from zana.kernel.tests.pdf import pdf_text
from zana.people.models import Organisation

pytestmark = pytest.mark.slow

MADE_AT = datetime(2026, 6, 20, 10, tzinfo=UTC)


@pytest.fixture
def report(cohort):
    with clock.frozen(MADE_AT):
        return make_report(by=cohort.lead, programme=cohort.programme)


def page(name, programme, **where):
    return reverse(f"impact:{name}", kwargs={"programme": programme.ref, **where})


def get(client, person, address):
    client.force_login(person)
    client.cookies["zana_language"] = "en"
    return client.get(address)


def test_before_the_first_report_the_donor_is_told_so(client, cast):
    answer = get(client, cast.donor, page("report", cast.programme))

    assert answer.status_code == 200
    assert "It stands here as soon as the programme lead has made it." in answer.content.decode()
    assert "Make the report" not in answer.content.decode()


def test_the_lead_makes_a_version_with_one_button(client, cohort):
    client.force_login(cohort.lead)

    answer = client.post(page("make", cohort.programme))

    assert answer.status_code == 302
    assert answer["Location"] == page("version", cohort.programme, version=1)
    assert Report.objects.get().made_by == cohort.lead


def test_pressing_twice_makes_one_version(client, cohort):
    client.force_login(cohort.lead)
    client.post(page("make", cohort.programme))

    client.post(page("make", cohort.programme))

    assert Report.objects.count() == 1


@pytest.mark.parametrize("who", ["trainer", "donor"])
def test_who_may_only_see_cannot_make_or_open_evidence(client, cohort, report, who):
    client.force_login(cohort.persons[who])

    assert client.post(page("make", cohort.programme)).status_code == 403
    evidence = page("evidence", cohort.programme, version=1, key="posts")
    assert client.get(evidence).status_code == 403


def test_the_donor_sees_totals_and_method_and_no_organisation(client, cohort, report):
    told = get(client, cohort.donor, page("report", cohort.programme)).content.decode()

    assert "900 at the beginning (+20 %)" in told
    assert "Followers are accounts, not persons, and may repeat." in told
    assert "evidence" not in told.lower()
    for organisation in Organisation.objects.all():
        for secret in (organisation.name, organisation.ref, organisation.slug):
            assert secret not in told


def test_the_lead_opens_the_evidence_of_a_number(client, cohort, report):
    told = get(client, cohort.lead, page("evidence", cohort.programme, version=1, key="IM2")).content.decode()

    assert "Hidden Garden 3" in told
    assert told.count('role="rowheader"') == 9
    first = report.evidence["IM2"][0]
    assert f"reading {first[1]}" in told


def test_an_unknown_key_or_version_is_not_there(client, cohort, report):
    client.force_login(cohort.lead)

    assert client.get(page("evidence", cohort.programme, version=1, key="nothing")).status_code == 404
    assert client.get(page("version", cohort.programme, version=9)).status_code == 404
    assert client.get(page("pdf", cohort.programme, version=9)).status_code == 404


@pytest.mark.parametrize("who", ["lead", "trainer", "donor"])
def test_the_pdf_is_downloaded_by_who_may_see(client, cohort, report, who):
    answer = get(client, cohort.persons[who], page("pdf", cohort.programme, version=1))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="voices-report-1-en.pdf"'
    assert "Report to the funder, version 1" in pdf_text(answer.content)


@pytest.mark.parametrize("who", ["director_a", "communicator_b", "volunteer_a"])
def test_members_of_organisations_do_not_find_the_report(client, cohort, report, who):
    assert get(client, cohort.persons[who], page("report", cohort.programme)).status_code == 404


def test_a_report_page_asks_as_much_for_many_rows(client, cast, cohort, report, django_assert_max_num_queries):
    client.force_login(cohort.lead)

    with django_assert_max_num_queries(20):
        client.get(page("report", cohort.programme))
