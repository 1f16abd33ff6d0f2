"""Numbers of Instagram: living ones only, empty where nothing is known, in the shapes programs read."""

import pytest

from zana.practice.actions.posts import Draft, publish_post, upload_picture
from zana.practice.actions.worlds import create_instagram_account, move_clock
from zana.practice.models import Item, World
from zana.practice.rules.instagram_metrics import MEDIA, divide
from zana.practice.tests.conftest import picture_bytes

pytestmark = [pytest.mark.django_db(databases=["default", "practice"]), pytest.mark.slow]


class Account:
    def __init__(self, stage, followers=400):
        self.stage = stage
        self.row = create_instagram_account(
            owner=stage.person, name="Shoqata", handle="kopshti", page=stage.page, followers=followers
        )

    def publish(self, form=Item.POST):
        picture = upload_picture(
            owner=self.row, network="instagram", content=picture_bytes("JPEG"), mime="image/jpeg", size=(40, 30)
        )
        return publish_post(wall=self.row, network="instagram", draft=Draft(text="Sot", pictures=(picture,), form=form))

    def wait(self, days=2):
        move_clock(world=World.objects.get(), seconds=days * 86_400)
        self.row.world.refresh_from_db()

    def ask(self, path="", **params):
        return self.stage.graph("get", f"{path or self.row.remote_id}/insights", params)


@pytest.fixture
def account(stage):
    return Account(stage)


def test_a_post_tells_its_numbers(account):
    item = account.publish()
    fresh = account.ask(item.remote_id, metric="reach").json()
    account.wait()

    told = account.ask(item.remote_id, metric="views,reach,likes,comments,shares,saved,total_interactions").json()
    likes = account.stage.graph("get", item.remote_id, {"fields": "like_count,comments_count"}).json()

    assert fresh == {"data": []}
    values = {one["name"]: one["values"][0]["value"] for one in told["data"]}
    assert values["views"] > values["reach"] > 0
    assert (values["likes"], values["comments"]) == (likes["like_count"], likes["comments_count"])
    assert values["total_interactions"] == values["likes"] + values["comments"] + values["shares"] + values["saved"]
    assert told["data"][0]["id"] == f"{item.remote_id}/insights/views/lifetime"


@pytest.mark.parametrize("dead", ["impressions", "plays", "engagement", "taps_forward", "nonsense"])
def test_one_dead_metric_fails_the_whole_call(account, dead):
    item = account.publish()
    account.wait()

    answer = account.ask(item.remote_id, metric=f"reach,{dead}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)
    assert answer.json()["error"]["message"].startswith("(#100) metric[1] must be one of the following values: ")


def test_a_metric_of_another_product_is_refused(account):
    item = account.publish()

    answer = account.ask(item.remote_id, metric="replies")

    assert "does not support the replies metric" in answer.json()["error"]["message"]
    assert account.ask(item.remote_id).json()["error"]["message"] == "(#100) The parameter metric is required"


def test_a_story_needs_viewers_and_forgets_after_a_day(account):
    item = account.publish(Item.STORY)
    few = account.ask(item.remote_id, metric="reach")
    account.wait(0.9)
    told = account.ask(item.remote_id, metric="navigation", breakdown="story_navigation_action_type").json()["data"]
    account.wait(1)
    late = account.ask(item.remote_id, metric="reach").json()

    assert few.json()["error"]["message"] == "(#10) Not enough viewers for the media to show insights"
    parts = told[0]["total_value"]["breakdowns"][0]
    assert parts["dimension_keys"] == ["story_navigation_action_type"]
    assert sum(one["value"] for one in parts["results"]) == told[0]["total_value"]["value"] > 0
    assert late == {"data": []}


def test_totals_of_an_account_are_divided_by_product(account):
    account.publish()
    account.publish(Item.REEL)
    account.wait()
    since = int(account.row.world.now().timestamp()) - 3 * 86_400

    told = account.ask(
        metric="reach,replies", period="day", metric_type="total_value", breakdown="media_product_type", since=since
    )
    whole = account.ask(metric="reach", period="day", metric_type="total_value", since=since).json()["data"][0]
    series = account.ask(metric="reach", period="day", since=since).json()["data"][0]["values"]

    assert told.status_code == 500  # replies are not divided
    assert told.json()["error"]["message"] == "An unknown error has occurred."
    cut = account.ask(
        metric="reach", period="day", metric_type="total_value", breakdown="media_product_type", since=since
    ).json()["data"][0]["total_value"]
    assert [one["dimension_values"] for one in cut["breakdowns"][0]["results"]] == [["FEED"], ["REELS"]]
    assert sum(one["value"] for one in cut["breakdowns"][0]["results"]) == cut["value"]
    assert whole["total_value"] == {"value": cut["value"]}
    assert len(series) == 3
    assert series[0]["end_time"].endswith("T08:00:00+0000")


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"metric": "views", "period": "day"},
         "The following metrics (views) should be specified with parameter metric_type=total_value"),
        ({"metric": "follower_count", "period": "day", "metric_type": "total_value"},
         "The following metrics (follower_count) should be specified with parameter metric_type=time_series"),
        ({"metric": "impressions", "period": "day"}, "metric[0] must be one of the following values: reach"),
        ({"metric": "reach"}, "The parameter period is required"),
        ({"metric": "reach", "period": "lifetime"}, "The following metrics (reach) are incompatible"),
        ({"metric": "reach", "period": "day", "since": "0"}, "There cannot be more than 30 days"),
        ({"metric": "follower_demographics", "period": "lifetime", "metric_type": "total_value", "breakdown": "age"},
         "timeframe must be one of"),
    ],
)  # fmt: skip
def test_wrong_questions_are_told_apart(account, params, words):
    answer = account.ask(**params)

    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith(f"(#100) {words}")


@pytest.mark.parametrize(("followers", "known"), [(99, False), (400, True)])
def test_demographics_need_a_hundred_followers(stage, followers, known):
    account = Account(stage, followers)

    told = account.ask(
        metric="follower_demographics", period="lifetime", metric_type="total_value", breakdown="country",
        timeframe="this_month",
    ).json()["data"]  # fmt: skip

    assert [one["name"] for one in told] == (["follower_demographics"] if known else [])
    if known:
        results = told[0]["total_value"]["breakdowns"][0]["results"]
        assert results[0]["dimension_values"] == ["XK"]
        assert abs(sum(one["value"] for one in results) - followers) <= len(results)


def test_those_reached_and_those_who_took_part_are_divided_too(account):
    account.publish()
    account.wait()
    asked = {"period": "lifetime", "metric_type": "total_value", "breakdown": "gender", "timeframe": "this_month"}
    names = ["engaged_audience_demographics", "reached_audience_demographics"]

    engaged, reached = account.ask(metric=",".join(names), **asked, since="2026-11-01").json()["data"]

    counts = [
        sum(one["value"] for one in told["total_value"]["breakdowns"][0]["results"]) for told in (engaged, reached)
    ]
    assert [engaged["name"], reached["name"]] == names
    assert 0 < counts[0] < counts[1]


def test_every_living_metric_of_media_has_a_value(account):
    """What the tables call alive is answered, but for what nobody can know."""
    items = {"FEED": account.publish(), "REELS": account.publish(Item.REEL), "STORY": account.publish(Item.STORY)}
    account.wait(0.9)

    told = {
        product: [one["name"] for one in account.ask(item.remote_id, metric=",".join(MEDIA[product])).json()["data"]]
        for product, item in items.items()
    }

    unknown = {"crossposted_views", "facebook_views", "reposts"}
    assert told == {product: [name for name in MEDIA[product] if name not in unknown] for product in items}


def test_people_are_divided_the_same_way_each_time():
    first = divide(27, "instagram:kopshti", "age", 400)

    assert first == divide(27, "instagram:kopshti", "age", 400)
    assert first != divide(28, "instagram:kopshti", "age", 400)
