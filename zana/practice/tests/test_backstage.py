import pytest

from zana.practice.models import Fault, World

pytestmark = pytest.mark.django_db(databases=["default", "practice"])


@pytest.fixture
def trainer(stage, cast):
    stage.client.force_login(cast.trainer)
    return stage.client


@pytest.mark.parametrize("path", ["new/", "w/{ref}/backstage/", "w/{ref}/backstage/clock/", "w/{ref}/backstage/fault/"])
@pytest.mark.parametrize("name", ["", "director_a", "donor"])
def test_only_trainers_go_behind_the_stage(stage, cast, path, name):
    if name:
        stage.client.force_login(getattr(cast, name))
    address = "/practice/" + path.format(ref=stage.world.ref)

    answers = [stage.client.get(address), stage.client.post(address, {"kind": "slow", "name": "x", "hours": 1})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert (World.objects.count(), Fault.objects.count()) == (1, 0)


def test_a_trainer_opens_a_world(trainer):
    answer = trainer.post("/practice/new/", {"name": "Dita e përbashkët", "language": "sr"})

    world = World.objects.get(name="Dita e përbashkët")
    assert (world.language, answer["Location"]) == ("sr", f"/practice/w/{world.ref}/backstage/")


def test_a_trainer_turns_the_clock(trainer, stage, noon):
    trainer.post(f"/practice/w/{stage.world.ref}/backstage/clock/", {"hours": "24", "speed": "60.0"})

    stage.world.refresh_from_db()
    assert (stage.world.speed, (stage.world.now() - noon).days) == (60.0, 1)


def test_a_trainer_plans_a_fault(trainer, stage):
    given = {"kind": "answer_lost", "verb": "publish", "network": "x", "times": "2"}
    trainer.post(f"/practice/w/{stage.world.ref}/backstage/fault/", given)

    fault = Fault.objects.get()
    assert (fault.kind, fault.verb, fault.network, fault.remaining) == ("answer_lost", "publish", "x", 2)
    page = trainer.get(f"/practice/w/{stage.world.ref}/backstage/").content.decode()
    assert "2×" in page


@pytest.mark.parametrize("given", [{"kind": "nonsense", "verb": "any", "times": 1}, {"kind": "slow", "times": 0}])
def test_a_wrong_plan_is_refused_in_words(trainer, stage, given):
    answer = trainer.post(f"/practice/w/{stage.world.ref}/backstage/fault/", given)

    assert (answer.status_code, Fault.objects.count()) == (422, 0)
