"""The outbox against the real practice network: its own process, real HTTP, every fault that leaves a doubt."""

import io
from datetime import timedelta

import pytest

from zana.kernel import clock, work
from zana.networks.models import Account, Token
from zana.people.models import Notice
from zana.publishing import actions
from zana.publishing.models import Delivery
from zana.studio.actions import add_picture, add_variant, confirm_look, write_piece
from zana.studio.tests.pictures import make_jpeg

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def noon():
    """Real time here: the network has a clock of its own."""


@pytest.fixture
def stage(practice_server, settings):
    settings.ZANA_PRACTICE_URL = practice_server.url
    return practice_server


@pytest.fixture(params=["facebook", "x"])
def rehearsal(request, stage, cast):
    """One account on the practice network, and the world it lives in."""
    ready = stage.stage("ready", name="Rehearsal", followers=20)
    facebook = request.param == "facebook"
    account = Account.objects.of(cast.org_a).create(
        network=request.param,
        remote_id=ready["page"] if facebook else ready["x_account"],
        name="Drita e Re",
        api_base=f"{stage.url}{'/graph/v25.0' if facebook else '/x'}",
        connected_by=cast.director_a,
    )
    access = ready["page_token"] if facebook else ready["x"]["access_token"]
    Token.objects.of(cast.org_a).create(account=account, access=access)
    return account, ready["world"]


def schedule(cast, account, text, *alts):
    """`alts`: a picture for each."""
    piece = write_piece(by=cast.director_a, organisation=cast.org_a, title=text, body=text, language="en")
    variant = add_variant(by=cast.director_a, piece=piece, account=account)
    for number, alt in enumerate(alts):
        file = io.BytesIO(make_jpeg(width=64 + 16 * number))
        used = add_picture(by=cast.director_a, variant=variant, file=file, alt_text=alt)
        confirm_look(by=cast.director_a, asset=used.asset)
    piece.refresh_from_db()
    actions.approve(by=cast.director_a, approval=actions.ask_approval(by=cast.director_a, piece=piece))
    piece.refresh_from_db()
    return actions.schedule(by=cast.director_a, piece=piece, variants=[variant], due_at=clock.now())[0]


def work_through(seconds=30):
    """Everything that becomes due in the next seconds, without waiting for them."""
    began = clock.now()
    for second in range(seconds):
        with clock.frozen(began + timedelta(seconds=second)):
            work.drain(actions.LANE)


def posts(stage, world, text):
    return stage.stage("posts", world=world, text=text)["posts"]


def test_post_with_its_picture_stands_there_once(cast, stage, rehearsal):
    account, world = rehearsal
    delivery = schedule(cast, account, "Tea on Friday.", "Three cups of tea")

    work_through(2)

    delivery.refresh_from_db()
    there = posts(stage, world, "Tea on Friday.")
    assert (delivery.state, len(there), there[0]["alt_texts"]) == ("sent", 1, ["Three cups of tea"])
    assert delivery.remote_post is not None
    # Facebook names a post PAGE_POST
    assert str(delivery.remote_post.remote_id).split("_")[-1] == there[0]["id"]
    assert delivery.remote_post.url != ""


@pytest.fixture
def own_instagram(practice_server, settings, cast, live_server):
    """An Instagram account that fetches its pictures from this house, at the address it signed."""
    settings.ZANA_PRACTICE_URL = practice_server.url
    settings.ZANA_MEDIA_URL, practice_server.media.behind = practice_server.media.url, live_server.url
    ready = practice_server.stage("ready", name="Rehearsal", followers=20)
    account = Account.objects.of(cast.org_a).create(
        network="instagram", remote_id=ready["instagram_account"], name="Drita e Re",
        api_base=f"{practice_server.url}/graph/v25.0", connected_by=cast.director_a,
    )  # fmt: skip
    Token.objects.of(cast.org_a).create(account=account, access=ready["page_token"])
    yield account, ready["world"]
    practice_server.media.behind = ""


@pytest.mark.parametrize("pictures", [1, 3])
def test_instagram_fetches_what_the_house_signed(cast, practice_server, own_instagram, pictures):
    account, world = own_instagram
    alts = [f"Cup {number}" for number in range(pictures)]
    delivery = schedule(cast, account, "Tea on Friday.", *alts)

    work_through(2)

    delivery.refresh_from_db()
    there = posts(practice_server, world, "Tea on Friday.")
    assert (delivery.state, len(there), there[0]["alt_texts"]) == ("sent", 1, alts)
    assert delivery.remote_post.remote_id == there[0]["id"]


@pytest.mark.parametrize("fault", ["answer_lost", "broken_after", "broken_before"])
def test_doubt_is_settled_by_looking_and_the_post_stands_there_once(cast, stage, rehearsal, fault):
    account, world = rehearsal
    stage.stage("faults", world=world, kind=fault, verb="publish", times=1)
    delivery = schedule(cast, account, f"After {fault}.")

    work_through()

    delivery.refresh_from_db()
    assert (delivery.state, len(posts(stage, world, f"After {fault}."))) == ("sent", 1)


@pytest.mark.parametrize(
    ("fault", "state"), [("rate_limited", "waiting"), ("token_revoked", "waiting"), ("refused", "failed")]
)
def test_no_of_the_network_is_told_and_nothing_stands_there(cast, stage, rehearsal, fault, state):
    account, world = rehearsal
    stage.stage("faults", world=world, kind=fault, verb="publish", times=1)
    delivery = schedule(cast, account, f"With {fault}.")
    Notice.objects.all().delete()

    work_through(2)

    stored = Delivery.objects.of(cast.org_a).get(pk=delivery.pk)
    assert (stored.state, stored.saying is not None, posts(stage, world, f"With {fault}.")) == (state, True, [])
    assert Notice.objects.filter(person=cast.director_a).exists()
