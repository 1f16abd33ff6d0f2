from datetime import UTC, datetime, timedelta

import pytest

from zana.kernel import clock
from zana.practice.actions import create_page, create_person, create_x_account
from zana.practice.queries.attention import attention_of
from zana.site.demo import past, street

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]

NOON = datetime(2026, 11, 2, 11, 0, tzinfo=UTC)


@pytest.fixture
def frozen():
    with clock.frozen(NOON):
        yield NOON


def settle(world, name):
    actor = create_person(world=world, name="Arta Shembull")
    return create_page(owner=actor, name=name, followers=400), create_x_account(owner=actor, name=name, followers=80)


def test_the_practice_world_has_lived_before_the_demonstration_begins(cast, frozen):
    world = street.open_world()
    settled = [(org, *settle(world, org.name)) for org in (cast.org_a, cast.org_b)]

    past.tell_past(world, settled)

    world.refresh_from_db()
    posts = list(world.items.filter(reply_to=None).select_related("world"))
    assert world.now() == frozen
    assert len(posts) == 2 * 2 * 6
    assert max(post.created_at for post in posts) == frozen - timedelta(days=1, minutes=-10)  # on X
    assert all(attention_of(post).reach > 0 for post in posts)


def test_the_past_is_told_once(cast, frozen):
    world = street.open_world()
    settled = [(cast.org_a, *settle(world, cast.org_a.name))]
    past.tell_past(world, settled)
    world.refresh_from_db()

    past.tell_past(world, settled)

    assert world.items.filter(reply_to=None).count() == 2 * 6
