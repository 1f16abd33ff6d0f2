import pytest

from zana.practice.models import Fault, Item, World

pytestmark = pytest.mark.django_db(databases=["default", "practice"])

TOKEN = "a token of the tests"


@pytest.fixture
def order(client, settings):
    settings.ZANA_STAGE_TOKEN = TOKEN

    def send(path, **given):
        answer = client.post(
            f"/practice/stage/{path}",
            given,
            content_type="application/json",
            headers={"Authorization": f"Bearer {TOKEN}"},
        )
        return answer.status_code, answer.json()

    return send


@pytest.mark.parametrize("token", ["", "wrong"])
def test_strangers_do_not_set_the_stage(client, settings, token):
    settings.ZANA_STAGE_TOKEN = TOKEN

    answer = client.post("/practice/stage/worlds", {}, "application/json", headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, World.objects.count()) == (403, 0)


def test_without_a_token_in_the_settings_no_token_opens(client, settings):
    settings.ZANA_STAGE_TOKEN = ""

    answer = client.post("/practice/stage/worlds", {}, "application/json", headers={"Authorization": "Bearer "})

    assert answer.status_code == 403


@pytest.mark.parametrize(("name", "status"), [("trainer", 200), ("lead", 200), ("director_a", 403), ("donor", 403)])
def test_trainers_set_the_stage(client, cast, name, status):
    client.force_login(getattr(cast, name))

    answer = client.post("/practice/stage/worlds", {"name": "Dita e parë"}, "application/json")

    assert (answer.status_code, World.objects.count()) == (status, 1 if status == 200 else 0)


def test_one_order_makes_everything_a_test_needs(order, client):
    status, ready = order("ready", name="Peja")
    headers = {"Authorization": f"Bearer {ready['page_token']}"}

    posted = client.post(f"/practice/graph/{ready['page']}/feed", {"message": "Sot"}, headers=headers)
    listed = order("posts", world=ready["world"], text="Sot")[1]

    assert (status, posted.status_code, listed["count"]) == (200, 200, 1)
    assert listed["posts"][0]["network"] == "facebook"


def test_faults_are_queued_and_listed(order):
    world = order("worlds")[1]["world"]

    order("faults", world=world, kind="answer_lost", verb="publish", network="x", times=2)

    listed = order("faults/list", world=world)[1]["faults"]
    assert [(one["kind"], one["verb"], one["remaining"]) for one in listed] == [("answer_lost", "publish", 2)]


@pytest.mark.parametrize(
    "given", [{"kind": "nonsense"}, {"kind": "slow", "verb": "nonsense"}, {}, {"kind": "slow", "times": "many"}]
)
def test_a_wrong_fault_is_refused_in_words(order, given):
    world = order("worlds")[1]["world"]

    status, told = order("faults", world=world, **given)

    assert (status, list(told), Fault.objects.count()) == (400, ["refused"], 0)


def test_the_clock_is_moved_and_made_faster(order, noon):
    world = order("worlds")[1]["world"]

    moved = order("clock", world=world, seconds=3600, speed=60)[1]

    assert (moved["now"], moved["speed"]) == ("2026-11-02T12:00:00+00:00", 60.0)


def test_reset_empties_the_world_and_keeps_its_people(order, client):
    ready = order("ready")[1]
    headers = {"Authorization": f"Bearer {ready['page_token']}"}
    client.post(f"/practice/graph/{ready['page']}/feed", {"message": "Sot"}, headers=headers)

    order("reset", world=ready["world"])

    again = client.post(f"/practice/graph/{ready['page']}/feed", {"message": "Sot"}, headers=headers)
    assert (again.status_code, Item.objects.count()) == (200, 1)


def test_an_unknown_order_lists_the_known_ones(order):
    status, told = order("nonsense")

    assert status == 404
    assert "faults" in told["orders"]
