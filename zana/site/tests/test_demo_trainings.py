from zana.learning.models import Attendance, Booking, Draw, Plan, Training, Turn
from zana.people.models import Programme
from zana.site.demo import cast as demo_cast
from zana.site.demo.seed import demo_organisation, seed
from zana.site.demo.trainings import DAYS_AGREED, DAYS_HELD, hold_trainings


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
    turns = Turn.objects.across_organisations()
    bookings = Booking.objects.across_organisations()
    assert (Draw.objects.count(), turns.count(), [turn.organisation for turn in turns if turn.is_excluded]) == (
        1,
        27,
        [demo_organisation()],
    )
    assert (bookings.filter(state="agreed").count(), bookings.count()) == (DAYS_AGREED, 27 - DAYS_HELD)
