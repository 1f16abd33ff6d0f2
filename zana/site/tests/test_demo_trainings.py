import pytest

from zana.audits.models import Incident, RegisterLine
from zana.learning.models import Attempt, Attendance, Booking, Draw, DrillRun, Mark, Plan, Training, Turn, Wish
from zana.people.models import Notice, Programme
from zana.site.demo import cast as demo_cast
from zana.site.demo.rehearsals import rehearse
from zana.site.demo.safety import keep_safe
from zana.site.demo.seed import demo_organisation, seed
from zana.site.demo.trainings import DAYS_AGREED, DAYS_HELD, WISHES, hold_trainings, plan_drill

pytestmark = pytest.mark.slow


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
    assert Wish.objects.across_organisations().count() == sum(map(len, WISHES))
    turns = Turn.objects.across_organisations()
    bookings = Booking.objects.across_organisations()
    moved = {turn.organisation.name: turn.moved_to for turn in turns if turn.is_excluded}
    assert (Draw.objects.count(), turns.count(), moved) == (1, 27, {"Nova Staza": 6, "Drita e Re": DAYS_HELD + 1})
    assert (bookings.filter(state="agreed").count(), bookings.count()) == (DAYS_HELD + DAYS_AGREED, 27)


def test_the_demonstration_keeps_registers_and_one_incident_that_is_over(db, settings, tmp_path):
    settings.ZANA_HOME = tmp_path
    seed()
    organisation = demo_organisation()

    keep_safe(organisation)
    keep_safe(organisation)

    incident = Incident.objects.of(organisation).get()
    registers = RegisterLine.objects.of(organisation).order_by().values_list("register", flat=True)
    assert incident.ended_at is not None
    assert (incident.kind, incident.state, (incident.ended_at - incident.noticed_at).days) == ("copy", "closed", 1)
    assert set(registers) == {"accounts", "rights", "recovery", "forms", "duties", "helplines"}


@pytest.mark.django_db(databases=["default", "practice"])
def test_a_drill_stands_there_in_each_of_its_stages_and_exercises_with_their_looks(settings, tmp_path):
    settings.ZANA_HOME = tmp_path
    seed()
    for _ in range(2):
        plan_drill(demo_organisation())
        rehearse(demo_organisation())

    runs = DrillRun.objects.of(demo_organisation())
    assert [(one.sitting.drill, one.person.name, one.state, one.ended_how, one.passed) for one in runs] == [
        ("D1", "Arta Berisha", "planned", "", None),
        ("D6", "Arta Berisha", "debriefed", "finished", True),
        ("D9", "Shpresa Gashi", "ended", "time", False),
    ]
    looks = Attempt.objects.of(demo_organisation()).values_list("exercise", "passed")
    assert list(looks) == [
        ("accounts", False), ("accounts", True), ("words", True), ("access", False), ("profile", False),
        ("question", False),
    ]  # fmt: skip
    asked = Notice.objects.filter(person__name__in=["Arta Berisha", "Shpresa Gashi"], link__contains="/drills/")
    assert [one.read_at is None for one in asked.order_by("pk")] == [True, False, False]
