import io
import json

import pytest
from django.core.management import call_command

from zana.learning.models import Plan


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command("plan", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_plan_prints_one_object_of_the_agreed_shape(cast):
    out, err = run("drita", "--json")

    answer = json.loads(out)
    assert {"minutes", "units", "left_out"} <= set(answer)
    assert (answer["minutes"], len(answer["left_out"])) == (20, 51)
    assert {key: answer["units"][0][key] for key in ("id", "minutes", "kind", "reason")} == {
        "id": "F7.2",
        "minutes": 20,
        "kind": "practice",
        "reason": "practical work belongs to every day",
    }
    assert set(answer["left_out"][0]) >= {"id", "reason"}
    assert "20 minutes, 20 of them practice." in err


def test_plan_without_json_speaks_to_people_only(cast):
    out, err = run("drita")

    assert out == ""
    assert err.startswith("09:15   20 min  Profile check, eight out of eight: practical work belongs to every day")


def test_plan_keeps_a_draft_only_when_asked(cast):
    run("drita", "--json")
    assert not Plan.objects.of(cast.org_a).exists()

    run("drita", "--save")
    assert Plan.objects.of(cast.org_a).get().units == ["F7.2"]


def test_plan_refuses_an_unknown_organisation(db):
    out = io.StringIO()

    with pytest.raises(SystemExit) as stop:
        call_command("plan", "nobody", "--json", stdout=out, stderr=io.StringIO())

    assert stop.value.code == 1
    assert json.loads(out.getvalue()) == {"refused": "There is no organisation called nobody."}
