import pytest
from django.forms.models import model_to_dict

from zana.practice.models import Item, Token
from zana.practice.queries.access import TOKENS
from zana.practice.queries.attention import follower_curves, place_next_post

pytestmark = pytest.mark.django_db(databases=["default", "practice"])


def test_a_prepared_row_is_the_row_and_brings_along_what_it_should(stage, django_assert_num_queries):
    usual = Token.objects.select_related("actor__world", "grant__person").get(pk=stage.page_token.pk)
    TOKENS.first(value="composes it")

    with django_assert_num_queries(1, using="practice"):
        (found,) = TOKENS.rows(value=stage.page_token.value)
        beside = (found.actor, found.actor.world, found.grant, found.grant.person, found.grant.application)
        plan = getattr(found.grant.application, "plan", None)

    assert model_to_dict(found) == model_to_dict(usual)
    assert [model_to_dict(row) for row in beside] == [
        model_to_dict(row)
        for row in (usual.actor, usual.actor.world, usual.grant, usual.grant.person, usual.grant.application)
    ]
    assert (found.expires_at, found.actor.world.began_at) == (usual.expires_at, usual.actor.world.began_at)
    assert plan is None


def test_a_prepared_row_can_be_saved(stage):
    (found,) = TOKENS.rows(value=stage.page_token.value)

    found.dead_subcode = 458
    found.save()

    assert Token.objects.get(pk=found.pk).dead_subcode == 458
    assert Token.objects.count() == 4


def test_nobody_is_found_by_what_stands_in_for_a_value(stage):
    assert [TOKENS.first(value=value) for value in ("\x020", "", "nobody")] == [None] * 3


def test_reading_a_feed_asks_who_and_what_and_no_more(stage, django_assert_num_queries):
    for number in range(3):
        stage.graph("post", f"{stage.page.remote_id}/feed", {"message": f"Dita {number}"})
    stage.graph("get", f"{stage.page.remote_id}/feed")

    with django_assert_num_queries(2, using="practice"):
        shown = stage.graph("get", f"{stage.page.remote_id}/feed").json()["data"]

    assert [post["message"] for post in shown] == ["Dita 2", "Dita 1", "Dita 0"]


def test_the_next_post_meets_as_many_followers_as_the_page_has(stage):
    for number in range(3):
        stage.graph("post", f"{stage.page.remote_id}/feed", {"message": f"Dita {number}"})
    Item.objects.filter(text="Dita 1").update(removed_at=stage.world.now())

    place, followers = place_next_post(stage.page)

    assert place == 3  # what was removed has been there
    assert followers == follower_curves([stage.page])[stage.page.pk](stage.world.now())
