"""Every network that publishes, every kind of post it takes, under every fault: never two posts, never none."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from zana.networks.adapters.instagram import publish as instagram
from zana.networks.adapters.x import media as x
from zana.networks.port import Promise
from zana.networks.registry import NETWORKS
from zana.networks.tests.sending import count_standing, make_post, send_under, try_to_send

pytestmark = pytest.mark.slow

TAKEN = [
    (network.key, kind)
    for network in NETWORKS.values()
    if network.publishes and network.practice_path
    for kind in network.kinds
]
TEXT = "Telefoni i ndihmës është falas"

# fault, the call it meets, what the adapter says, how many posts stand there in the end
SHOWING = [
    ("slow", "publish", "NoneType", 1),
    ("rate_limited", "publish", "TryLater", 1),
    ("permission_missing", "publish", "Refused", 0),
    ("refused", "publish", "Refused", 0),
    ("broken_before", "publish", "OutcomeUnknown", 1),
    ("broken_after", "publish", "OutcomeUnknown", 1),
    ("answer_lost", "publish", "OutcomeUnknown", 1),
    ("duplicate", "publish", "OutcomeUnknown", 1),
    ("token_expired", "publish", "Reconnect", 0),
]
BRINGING = [
    ("rate_limited", "upload", "TryLater", 1),
    ("broken_before", "upload", "TryLater", 1),
    ("broken_after", "upload", "TryLater", 1),
    ("answer_lost", "upload", "TryLater", 1),
    ("refused", "upload", "Refused", 0),
    ("media_refused", "upload", "Refused", 0),
    ("token_revoked", "upload", "Reconnect", 0),
]


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch, rehearsal):
    """The world's clock jumps where an adapter would wait."""
    monkeypatch.setattr(instagram, "PAUSES", ())
    monkeypatch.setattr(x, "time", SimpleNamespace(sleep=rehearsal.wait))


@pytest.mark.parametrize(("network", "kind"), TAKEN)
def test_no_fault_makes_two_posts_or_none(rehearsal, cast, network, kind):
    account = rehearsal.connect(cast.org_a, cast.communicator_a, network)
    faults = SHOWING if kind in ("text", "link") else [*SHOWING, *BRINGING]

    became = {}
    for number, (fault, verb, *_) in enumerate(faults):
        post = make_post(rehearsal, account.description, kind, f"{TEXT}, {number}")
        became[fault, verb] = send_under(rehearsal, account, post, fault, verb)

    assert became == {(fault, verb): (said, standing) for fault, verb, said, standing in faults}


@pytest.mark.parametrize("network", [key for key, kind in TAKEN if kind == "photo" and NETWORKS[key].needs_address])
def test_a_picture_the_network_finds_broken_is_told_and_leaves_nothing(rehearsal, cast, network):
    account = rehearsal.connect(cast.org_a, cast.communicator_a, network)
    post = make_post(rehearsal, account.description, "photo", TEXT)
    rehearsal.fail("container_failed", "any")

    said = try_to_send(rehearsal, account, post, Promise())

    assert (type(said).__name__, count_standing(rehearsal, account)) == ("Refused", 0)
    assert try_to_send(rehearsal, account, post, Promise()) is None
    assert count_standing(rehearsal, account) == 1
