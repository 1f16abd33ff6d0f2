"""An archive that says it is somebody else's: asked once, and nothing is kept before the yes."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from zana.audits import actions
from zana.audits.models import Audit, Evidence
from zana.audits.tests.archives import NOW, facebook_files, instagram_files, pack, x_files
from zana.kernel import clock
from zana.kernel.errors import Refusal
from zana.networks.models import Account

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _still():
    with clock.frozen(NOW):
        yield


def kept(cast):
    return (Evidence.objects.of(cast.org_a).count(), Audit.objects.of(cast.org_a).count())


@pytest.fixture
def give(client, cast):
    client.force_login(cast.communicator_a)
    url = reverse("audits:archive", kwargs={"org": cast.org_a.ref})

    def post(*zips, **fields):
        files = [SimpleUploadedFile(f"{n}.zip", pack(z).getvalue(), "application/zip") for n, z in enumerate(zips)]
        data = {"holder": cast.communicator_a.pk, "file": files} | fields
        return client.post(url, data, headers={"accept-language": "en"})

    return post


def held_in(answer):
    (held,) = re.findall(r'name="held" value="([^"]+)"', answer.content.decode())
    return held


def test_page_asks_once_and_keeps_after_the_yes(give, cast):
    asked = give(facebook_files(name="Vjosa <b>Tjetra</b>"))
    before = kept(cast)
    answer = give(held=held_in(asked))

    text = asked.content.decode()
    assert "This is the archive of Vjosa &lt;b&gt;Tjetra&lt;/b&gt;; you said Arta Communicator." in text
    assert (asked.status_code, before) == (409, (0, 0))
    assert (answer.status_code, kept(cast)) == (302, (10, 1))
    assert [row for row in Evidence.objects.of(cast.org_a) if "Vjosa" in row.sealed] == []


def test_yes_counts_once_for_half_an_hour_and_only_from_her(give, cast, client):
    held = held_in(give(facebook_files(name="Vjosa Tjetra")))
    with pytest.raises(Refusal):
        actions.keep_held(by=cast.director_a, organisation=cast.org_a, held=held)
    with pytest.raises(Refusal):
        actions.keep_held(by=cast.communicator_a, organisation=cast.org_a, held=held[:-9] + "AAAAAAAA=")
    clock.travel(timedelta(minutes=31))
    late = give(held=held)
    clock.travel(timedelta(minutes=-31))
    first, again = give(held=held), give(held=held)

    assert [a.status_code for a in (late, first, again)] == [422, 302, 422]
    assert kept(cast) == (10, 1)


@pytest.mark.parametrize(
    ("files", "known", "asks"),
    [
        (x_files(), [], False),  # "drita" is in the organisation's own name
        (x_files(), [("x", "Drita e Re", "drita")], False),
        (x_files(), [("x", "Another", "another_one")], True),
        (x_files(), [("instagram", "Another", "another_one")], False),
        (instagram_files(), [("instagram", "Another", "another_one")], True),
        (facebook_files(), [("facebook", "Another", "another_one")], False),  # a person's, and she was named
    ],
)
def test_account_is_compared_with_those_we_know_on_its_network(give, cast, files, known, asks):
    for network, name, handle in known:
        Account.objects.of(cast.org_a).create(network=network, name=name, handle=handle, by_hand=True)

    assert give(files).status_code == (409 if asks else 302)


def test_nobody_named_is_not_doubted(give, cast):
    assert give(facebook_files(name="Vjosa Tjetra"), holder="").status_code == 302


def test_several_files_are_taken_together(give, cast):
    files = facebook_files()
    names = sorted(files)

    answer = give({n: files[n] for n in names[:4]}, {n: files[n] for n in names[4:]})

    assert (answer.status_code, kept(cast)) == (302, (10, 1))


def test_pages_are_held_against_the_people_here(cast):
    for holder, words in (
        (cast.communicator_a, "Arta Communicator is on the list of people here."),
        (None, "The person of this archive is not on the list of people here. Does she still work with you?"),
    ):
        rows = actions.read_archive(
            by=cast.communicator_a, organisation=cast.org_a, file=pack(facebook_files()), holder=holder
        )
        (row,) = [row for row in rows if row.control == "SEC-32"]
        assert [fact.english() for fact in row.seen["facts"]] == ["Drita e Re, since 2024-06-03", words]


def test_what_is_true_of_the_account_is_on_nobodys_card(cast):
    posts = {"data/profile.js": b'window.YTD.profile.part0 = [{"profile": {"description": {"bio": ""}}}]'}

    rows = actions.read_archive(
        by=cast.communicator_a, organisation=cast.org_a, file=pack(x_files() | posts), holder=cast.communicator_a
    )

    seen = {row.control: (row.way, row.holder, row.result) for row in rows if row.control.startswith("VIS")}
    assert seen["VIS-07"] == ("file", None, "fail")
