from zana.learning.models import Attendance, Mark, Plan, Training
from zana.people.models import Programme
from zana.site.demo import cast as demo_cast
from zana.site.demo.seed import demo_organisation, seed
from zana.site.demo.trainings import DAYS_HELD, hold_trainings


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
    marks = Mark.objects.across_organisations()
    assert [marks.filter(block__training__kind="joint", state=state).count() for state in ("there", "excused")] == [
        84,
        2,
    ]
    assert plans.filter(state="confirmed").count() == DAYS_HELD
    assert plans.filter(organisation=demo_organisation()).count() == 0
    assert min(plan.day["minutes"] for plan in plans) >= 200
