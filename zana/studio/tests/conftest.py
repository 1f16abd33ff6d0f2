from __future__ import annotations

import io

import pytest

from zana.networks.models import Account
from zana.people.models import SafePlace
from zana.studio import actions
from zana.studio.tests import pictures

PLACES = "Strehëza\nRruga e Lisave 14, Pejë"


@pytest.fixture
def accounts(cast):
    """One Facebook page and one X account of organisation A."""
    return [
        Account.objects.create(
            organisation=cast.org_a,
            network=network,
            remote_id=f"{network}-1",
            handle="drita",
            name="Drita e Re",
            connected_by=cast.director_a,
        )
        for network in ("facebook", "x")
    ]


@pytest.fixture
def place(cast):
    return SafePlace.objects.create(organisation=cast.org_a, names=PLACES)


@pytest.fixture
def piece(cast):
    return actions.write_piece(
        by=cast.communicator_a,
        organisation=cast.org_a,
        title="Friday's workshop",
        body="On Friday we talk about rights at work.",
        language="en",
    )


@pytest.fixture
def variant(cast, piece, accounts):
    return actions.add_variant(by=cast.communicator_a, piece=piece, account=accounts[0])


@pytest.fixture
def picture(cast, variant):
    return actions.add_picture(
        by=cast.communicator_a,
        variant=variant,
        file=io.BytesIO(pictures.make_jpeg()),
        name="IMG_1.jpg",
        alt_text="A table with paper and three cups of tea",
    )
