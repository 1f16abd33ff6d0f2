from datetime import UTC, date, datetime

import pytest

from zana.networks.models import Account, Reading, RemotePost, Source
from zana.people.models import Enrolment, Organisation


@pytest.fixture
def cohort(cast):
    """Nine organisations, each with an account, two follower readings and a post."""
    extra = [
        Organisation.objects.create(slug=f"org{i}", name=f"Hidden Garden {i}", region=f"Region {i % 3}")
        for i in range(7)
    ]
    for organisation in extra:
        Enrolment.objects.create(programme=cast.programme, organisation=organisation, joined_on=date(2026, 1, 10))
    for number, organisation in enumerate([cast.org_a, cast.org_b, *extra]):
        give_numbers(organisation, cast.lead, number)
    return cast


def give_numbers(organisation, person, number):
    account = Account.objects.create(
        organisation=organisation, network="facebook", remote_id=f"{number}", name="Page", connected_by=person
    )
    source = Source.objects.create(organisation=organisation, kind=Source.API, account=account)
    for month, followers in ((2, 100), (6, 120)):
        Reading.objects.create(
            organisation=organisation,
            source=source,
            account=account,
            metric="followers",
            value=followers,
            taken_at=datetime(2026, month, 15, 12, tzinfo=UTC),
        )
    RemotePost.objects.create(
        organisation=organisation,
        account=account,
        remote_id=f"p{number}",
        published_at=datetime(2026, 6, 8 + number, 9, tzinfo=UTC),
    )
