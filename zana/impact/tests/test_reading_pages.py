from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zana.impact.models import Import
from zana.impact.tests.conftest import give_numbers
from zana.impact.tests.exports import FB_31, PAGE, as_csv, fb_row
from zana.kernel import clock
from zana.networks.models import Account

NOW = datetime(2026, 6, 20, 10, tzinfo=UTC)


def page(name, organisation, **where):
    return reverse(f"impact:{name}", kwargs={"org": organisation.ref, **where})


def sign_in(client, person):
    client.force_login(person)
    client.cookies["zana_language"] = "en"


def upload(client, organisation, content, **fields):
    file = SimpleUploadedFile("Nov-2026.csv", content, content_type="text/csv")
    return client.post(page("bring", organisation), {"file": file, "account": "", **fields})


def test_followers_stand_as_a_chart_with_a_table(client, cast):
    give_numbers(cast.org_a, cast.lead, 1)
    sign_in(client, cast.communicator_a)

    with clock.frozen(NOW):
        told = client.get(page("readings", cast.org_a)).content.decode()

    assert '<svg class="chart" role="img"' in told
    assert "The same as a table" in told
    assert '<td class="num">120</td>' in told
    assert "not measured" in told


def test_a_file_is_brought_and_its_result_told(client, cast):
    sign_in(client, cast.communicator_a)

    answer = upload(client, cast.org_a, as_csv(FB_31, [fb_row(), fb_row("5", Reach="many")]))

    made = Import.objects.of(cast.org_a).get()
    assert answer["Location"] == page("import", cast.org_a, ref=made.ref)
    told = client.get(answer["Location"]).content.decode()
    assert "2 rows read: 1 with something new, 0 unchanged, 1 left out." in told
    assert "Row 3" in told
    assert (made.file_name, made.made_by) == ("Nov-2026.csv", cast.communicator_a)
    assert made.result.english() in client.get(page("readings", cast.org_a)).content.decode()


def test_a_wrong_file_comes_back_with_the_reason_and_stores_nothing(client, cast):
    sign_in(client, cast.communicator_a)

    answer = upload(client, cast.org_a, b"Name,Amount\nDrita,5\n")

    assert answer.status_code == 422
    assert "Found: Name, Amount." in answer.content.decode()
    assert Import.objects.of(cast.org_a).count() == 0


def test_without_a_file_the_form_says_so(client, cast):
    sign_in(client, cast.communicator_a)

    assert client.post(page("bring", cast.org_a), {}).status_code == 422


def test_the_person_says_which_account(client, cast):
    accounts = [
        Account.objects.of(cast.org_a).create(
            network="facebook", remote_id=number, name=f"Page {number}", connected_by=cast.director_a
        )
        for number in "12"
    ]
    sign_in(client, cast.director_a)
    content = as_csv(FB_31, [fb_row(**{"Page name": "Renamed"})])

    assert upload(client, cast.org_a, content).status_code == 422
    assert upload(client, cast.org_a, content, account=accounts[1].ref).status_code == 302
    assert Import.objects.of(cast.org_a).get().source.account == accounts[1]


def test_an_account_of_another_organisation_cannot_be_chosen(client, cast):
    strange = Account.objects.of(cast.org_b).create(
        network="facebook", remote_id=PAGE, name="B", connected_by=cast.director_b
    )
    sign_in(client, cast.communicator_a)

    assert upload(client, cast.org_a, as_csv(FB_31, [fb_row()]), account=strange.ref).status_code == 422
    assert Import.objects.of(cast.org_a).count() == 0


@pytest.mark.parametrize(("who", "status"), [("communicator_b", 404), ("donor", 404), ("volunteer_a", 403)])
def test_others_see_no_numbers(client, cast, who, status):
    give_numbers(cast.org_a, cast.lead, 1)
    sign_in(client, cast.persons[who])
    if who == "donor":
        status = 403  # she reaches the organisation through the programme, and may do nothing there

    assert client.get(page("readings", cast.org_a)).status_code == status
    assert upload(client, cast.org_a, as_csv(FB_31, [fb_row()])).status_code == status
    assert Import.objects.of(cast.org_a).count() == 0


def test_the_lead_sees_numbers_and_is_offered_no_import(client, cast):
    sign_in(client, cast.lead)

    told = client.get(page("readings", cast.org_a)).content.decode()

    assert "Bring numbers from a file" not in told


def test_an_import_of_another_organisation_is_not_found(client, cast):
    sign_in(client, cast.communicator_a)
    upload(client, cast.org_a, as_csv(FB_31, [fb_row()]))
    made = Import.objects.of(cast.org_a).get()
    sign_in(client, cast.communicator_b)

    assert client.get(page("import", cast.org_b, ref=made.ref)).status_code == 404


def test_the_page_asks_as_often_for_many_accounts_as_for_one(client, cast):
    sign_in(client, cast.communicator_a)
    give_numbers(cast.org_a, cast.lead, 1)
    one = count_queries(client, cast)
    for number in range(2, 5):
        give_numbers(cast.org_a, cast.lead, number)

    assert count_queries(client, cast) == one
    assert one <= 20


def count_queries(client, cast):
    with clock.frozen(NOW), CaptureQueriesContext(connection) as asked:
        client.get(page("readings", cast.org_a))
    return len(asked)
