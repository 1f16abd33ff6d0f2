from zana.learning.models import Attendance, DrillRun, Plan, Training
from zana.people.models import Programme
from zana.site.demo import cast as demo_cast
from zana.site.demo.seed import demo_organisation, seed
from zana.site.demo.trainings import DAYS_HELD, hold_trainings, plan_drill


def test_trainings_of_the_demonstration_are_held_once(db, settings, tmp_path):
    settings.ZANA_HOME = tmp_path
    seed()
    programme = Programme.objects.get(name=demo_cast.PROGRAMME)

    hold_trainings(programme, demo_organisation())
    hold_trainings(programme, demo_organisation())

    kinds = list(Training.objects.values_list("kind", flat=True))
    plans = Plan.objects.across_organisations()
    assert (kinds.count("joint"), kinds.count("individual")) == (1, DAYS_HELD)
    assert Attendance.objects.across_organisations().filter(training__kind="joint").count() == 43
    assert plans.filter(state="confirmed").count() == DAYS_HELD
    assert plans.filter(organisation=demo_organisation()).count() == 0
    assert min(plan.day["minutes"] for plan in plans) >= 200


def test_one_drill_is_planned_once(db, settings, tmp_path):
    settings.ZANA_HOME = tmp_path
    seed()

    plan_drill(demo_organisation())
    plan_drill(demo_organisation())

    runs = DrillRun.objects.of(demo_organisation())
    assert [(run.sitting.drill, run.person.name, run.state) for run in runs] == [("D1", "Arta Berisha", "planned")]
