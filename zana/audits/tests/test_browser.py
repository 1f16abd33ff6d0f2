import pytest
from django.test import Client

from tests.browser import find_barriers, is_too_wide
from zana.audits import actions
from zana.audits.actions import incidents
from zana.audits.archives.opening import Parts
from zana.audits.models import Evidence, Finding, Incident
from zana.audits.tests.archives import NOW, facebook_files, pack, session, two_factor
from zana.kernel import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
pytest_plugins = ["tests.browser"]


@pytest.fixture
def audited(cast, client):
    """Organisation A after an archive and a few questions; the communicator is signed in."""
    files = facebook_files(
        sessions={"active_sessions_v2": [session(1), session(200)]}, two_factor=two_factor("Disabled")
    )
    with clock.frozen(NOW):
        actions.read_archive(by=cast.communicator_a, organisation=cast.org_a, file=pack(files))
        for control, result in [("SEC-03", "pass"), ("VIS-14", "pass"), ("CTL-18", "fail"), ("CTL-09", "partial")]:
            actions.answer_control(by=cast.trainer, organisation=cast.org_a, control=control, result=result)
    client.force_login(cast.communicator_a)
    return cast.org_a


def addresses(org):
    finding = Finding.objects.of(org).get(control="SEC-06")
    base = f"/o/{org.ref}/audit/"
    return [
        base,
        f"{base}begin/",
        f"{base}archive/",
        f"{base}words/",
        f"{base}ask/SEC-14/",
        f"{base}findings/{finding.ref}/",
    ]


# A phone by day is what `tests/test_every_page.py` looks at, for every page of the house.
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_audit_pages_have_no_barriers_and_fit(cast, audited, client, open_page, width, scheme):
    """In Albanian, whose words are the longest."""
    lead = Client()
    lead.force_login(cast.lead)
    visits = [(client, address) for address in addresses(audited)]

    for visitor, address in [*visits, (lead, f"/p/{cast.programme.ref}/audits/")]:
        page = open_page(address, language="sq", width=width, scheme=scheme, client=visitor)
        assert [*find_barriers(page), *([f"{address} is too wide"] if is_too_wide(page) else [])] == []


@pytest.fixture
def taken(monkeypatch):
    """What reached the server: parts, or a whole file."""
    reached: list[object] = []
    really_read = actions.read_archive

    def read(**given):
        reached.extend(given["file"])
        return really_read(**given)

    monkeypatch.setattr("zana.audits.views.archives.actions.read_archive", read)
    return reached


@pytest.mark.parametrize("script", [True, False])
def test_archive_is_given_with_and_without_script(cast, client, open_page, tmp_path, taken, script):
    """With script only the allowed members leave the browser; without it the whole file is sent. Same evidence."""
    path = tmp_path / "facebook.zip"
    files = facebook_files() | {"messages/inbox/a/message_1.json": b"private" * 1000}
    path.write_bytes(pack(files, made=clock.now()).getvalue())
    client.force_login(cast.communicator_a)

    page = open_page(f"/o/{cast.org_a.ref}/audit/archive/", client=client, script=script)
    page.set_input_files("input[name=file]", str(path))
    if script:
        page.wait_for_selector("[data-archive-said] li")
    page.click("text=Read it")
    page.wait_for_url("**/audit/words/")

    assert page.locator("h1").inner_text() == "Do you recognise this?"
    assert Evidence.objects.of(cast.org_a).count() == 10
    assert [sorted(given.members) if isinstance(given, Parts) else "whole" for given in taken] == [
        sorted(facebook_files()) if script else "whole"
    ]


def test_archive_that_the_browser_cannot_open_is_judged_by_the_server(cast, client, open_page, tmp_path):
    path = tmp_path / "facebook.zip"
    path.write_bytes(pack(facebook_files()).getvalue()[:-40])
    client.force_login(cast.communicator_a)

    page = open_page(f"/o/{cast.org_a.ref}/audit/archive/", client=client)
    page.set_input_files("input[name=file]", str(path))
    page.click("text=Read it")

    page.wait_for_selector(".note.stop")
    assert "The archive is damaged" in page.locator(".note.stop").inner_text()
    assert Evidence.objects.of(cast.org_a).count() == 0


def test_a_tap_made_without_connection_waits_and_is_sent_when_it_is_back(cast, client, open_page):
    client.force_login(cast.communicator_a)
    page = open_page(f"/o/{cast.org_a.ref}/audit/ask/SEC-03/", width=360, client=client)

    page.context.set_offline(True)
    page.get_by_text("Yes, in place").click()
    page.get_by_text("No connection.").wait_for()
    assert Evidence.objects.of(cast.org_a).count() == 0
    page.context.set_offline(False)
    page.get_by_text("Saved at").wait_for()

    assert [e.result for e in Evidence.objects.of(cast.org_a)] == ["pass"]
    assert page.evaluate("sessionStorage.length") == 0


def test_what_was_tapped_after_the_sign_in_ran_out_is_sent_after_the_next(cast, client, open_page):
    client.force_login(cast.communicator_a)
    page = open_page(f"/o/{cast.org_a.ref}/audit/ask/SEC-03/", width=360, client=client)
    session = page.context.cookies()
    page.context.clear_cookies(name="zana_session")

    page.get_by_text("Yes, in place").click()
    page.get_by_text("You were signed out.").wait_for()
    page.context.add_cookies(session)
    page.reload()
    page.get_by_text("Saved at").wait_for()

    assert [e.result for e in Evidence.objects.of(cast.org_a)] == ["pass"]


def test_a_saved_answer_leads_on_without_being_sent_again(cast, client, open_page):
    client.force_login(cast.communicator_a)
    page = open_page(f"/o/{cast.org_a.ref}/audit/ask/SEC-03/", width=360, client=client)

    page.get_by_text("Yes, in place").click()
    page.get_by_role("button", name="Next question").click()
    page.wait_for_url("**/ask/*/")

    assert "SEC-03" not in page.url
    assert Evidence.objects.of(cast.org_a).count() == 1


def test_an_incident_works_on_a_phone_in_the_dark_and_without_a_script(cast, client, open_page):
    actions.answer_control(by=cast.communicator_a, organisation=cast.org_a, control="SEC-18", result="fail")
    suspected = Incident.objects.of(cast.org_a).get()
    open_one = incidents.report_incident(by=cast.volunteer_a, organisation=cast.org_a, kind="copy")
    incidents.keep_address(by=cast.volunteer_a, incident=open_one, address="https://fake.example/" + "drita" * 40)
    client.force_login(cast.director_a)
    base = f"/o/{cast.org_a.ref}/"
    here = f"{base}incidents/{open_one.ref}/"

    for address in (f"{base}wrong/", f"{base}incidents/{suspected.ref}/", here, f"{here}close/"):
        page = open_page(address, width=360, scheme="dark", client=client)
        assert find_barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate(SMALL_TARGETS) == []


SMALL_TARGETS = """
[...document.querySelectorAll('main .btn, main summary, main a.row, main a.tel')]
  .filter((target) => target.getBoundingClientRect().height && target.getBoundingClientRect().height < 43.5)
  .map((target) => target.textContent.trim())
"""
