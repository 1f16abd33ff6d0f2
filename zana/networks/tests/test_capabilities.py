import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from zana.networks import port
from zana.networks.capabilities import describe_all, write_page
from zana.networks.port import CAPABILITIES
from zana.networks.port.posts import KINDS
from zana.networks.port.talk import ACTS, WAYS
from zana.networks.registry import NETWORKS
from zana.networks.rules import ABILITIES


def test_the_page_says_what_the_registry_says():
    page = Path(settings.REPOSITORY) / "docs/capabilities.md"

    assert page.read_text(encoding="utf-8") == write_page()


def test_the_command_tells_machines_and_people():
    out, err = StringIO(), StringIO()

    call_command("capabilities", "--json", stdout=out, stderr=err)

    assert json.loads(out.getvalue()) == describe_all()
    assert err.getvalue().splitlines() == [
        "Facebook: connects, publishes, listens, replies, moderates, measures, guards, by hand",
        "Instagram: connects, publishes, listens, replies, moderates, measures, guards, by hand",
        "X: connects, publishes, listens, replies, moderates, measures, guards, by hand",
        "Bluesky: connects, publishes, listens, replies, moderates, measures, by hand",
    ]


def test_each_capability_is_a_protocol():
    assert [hasattr(port, capability.capitalize()) for capability in CAPABILITIES] == [True] * len(CAPABILITIES)


@pytest.mark.parametrize("network", NETWORKS.values(), ids=lambda network: network.key)
def test_a_description_is_complete(network):
    limits = network.limits

    assert network.key == network.key.lower()
    assert limits.text > 0
    assert 0 <= limits.min_pictures <= limits.pictures
    assert {kind.partition("/")[0] for kind in limits.picture_types} == {"image"}
    assert (network.connects is None) == (network.key_settings is None)
    assert bool(network.metrics) == network.can("measures")
    assert all(hasattr(settings, name) for name in network.key_settings or ())
    assert set(network.kinds) <= set(KINDS)
    assert set(network.ways) <= set(WAYS)
    assert bool(network.ways) == network.can("replies")
    assert set(network.moderates or ()) <= set(ACTS)
    assert set(network.needs) <= set(ABILITIES)
    assert {scope for scopes in network.needs.values() for scope in scopes} <= set(network.scopes)
    assert set(limits.clips) <= {"video", "reel", "story"}
    assert limits.ratio[0] <= limits.ratio[1]
