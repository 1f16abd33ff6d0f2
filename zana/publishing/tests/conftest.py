from dataclasses import replace
from datetime import UTC, datetime

import pytest

from zana.kernel import clock
from zana.networks.errors import OutcomeUnknown
from zana.networks.models import Account, Token
from zana.networks.port import Found, NotFound, Published
from zana.networks.registry import NETWORKS
from zana.people.models import Notice
from zana.publishing import actions
from zana.publishing.models import Delivery
from zana.studio.actions import add_variant, write_piece

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class OutThere:
    """The network as far as these tests need it. `script` holds what the next calls meet."""

    def __init__(self):
        self.posts = {}
        self.script = []
        self.sights = []
        self.names = []
        self.given = []
        self.looked_for = []
        self.asked = 0

    def publish(self, client, remote_id, post, promise=None):
        self.asked += 1
        if promise is not None:
            self.given.append(promise.value)
            if self.names:
                promise.keep(self.names.pop(0))
        trouble = self.script.pop(0) if self.script else None
        if trouble is not None and trouble != "lost":
            raise trouble
        published = Published(f"{remote_id}_{len(self.posts) + 1}", f"https://facebook.example/{len(self.posts) + 1}")
        self.posts[published.remote_id] = (post.text, published)
        if trouble == "lost":
            raise OutcomeUnknown
        return published

    def find_address(self, client, post):
        return ""

    def look_for(self, client, remote_id, sent):
        self.looked_for.append(sent.promise)
        if self.sights:
            sight = self.sights.pop(0)
            if isinstance(sight, Exception):
                raise sight
            return sight
        for key, (text, published) in self.posts.items():
            if text == sent.post.text and key not in sent.known:
                return Found(published)
        return NotFound()

    @property
    def texts(self):
        return [text for text, _ in self.posts.values()]


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def there(monkeypatch):
    world = OutThere()
    monkeypatch.setitem(NETWORKS, "facebook", replace(NETWORKS["facebook"], publishes=world, settle_seconds=10))
    return world


@pytest.fixture
def account(cast):
    made = Account.objects.of(cast.org_a).create(
        network="facebook", remote_id="1001", name="Drita e Re", api_base="https://facebook.example",
        connected_by=cast.director_a,
    )  # fmt: skip
    Token.objects.of(cast.org_a).create(account=made, access="token")
    return made


@pytest.fixture
def piece(cast, account):
    made = write_piece(
        by=cast.communicator_a, organisation=cast.org_a, title="Friday", body="Come on Friday.", language="en"
    )
    add_variant(by=cast.communicator_a, piece=made, account=account)
    return made


@pytest.fixture
def variant(piece):
    return piece.variants.get()


@pytest.fixture
def approved(cast, piece):
    """The piece, asked about and approved."""
    approval = actions.ask_approval(by=cast.communicator_a, piece=piece)
    actions.approve(by=cast.director_a, approval=approval)
    Notice.objects.all().delete()
    piece.refresh_from_db()
    return piece


@pytest.fixture
def delivery(cast, approved, variant):
    return actions.schedule(by=cast.communicator_a, piece=approved, variants=[variant], due_at=NOON)[0]


@pytest.fixture
def told(cast):
    """Who was told what, in the order of telling."""

    def read():
        return [(notice.person.first_name, notice.saying.english()) for notice in Notice.objects.order_by("pk")]

    return read


@pytest.fixture
def now_is(delivery):
    """The delivery as it stands in the database."""

    def read():
        return Delivery.objects.of(delivery.organisation).get(pk=delivery.pk)

    return read
