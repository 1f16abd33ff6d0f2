import pytest

from tests.browser import find_barriers
from zana.audits import actions
from zana.audits.models import Finding
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
    return [base, f"{base}archive/", f"{base}words/", f"{base}ask/SEC-14/", f"{base}findings/{finding.ref}/"]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_audit_pages_have_no_barriers_and_fit(audited, client, open_page, width, scheme):
    for address in addresses(audited):
        page = open_page(address, width=width, scheme=scheme, client=client)

        assert find_barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
