import pytest

from zana.kernel import clock
from zana.learning.models import FeedbackWave, HelpRequest
from zana.learning.queries.feedback import read_results
from zana.networks.tests.made import make_account
from zana.people.models import Letter, Programme
from zana.site.demo import cast as demo_cast
from zana.site.demo.seed import demo_organisation, seed
from zana.site.demo.street import communicator_of
from zana.site.demo.trainings import hold_trainings
from zana.site.demo.voices import raise_voices
from zana.studio.models import Remark

pytestmark = pytest.mark.slow


def test_people_of_the_demonstration_ask_and_say_what_it_was_like(db, settings, tmp_path):
    settings.ZANA_HOME = tmp_path
    seed()
    programme = Programme.objects.get(name=demo_cast.PROGRAMME)
    hold_trainings(programme, demo_organisation())
    organisations = list(programme.organisations.order_by("pk"))
    for place in organisations[1:3]:
        make_account(place, communicator_of(place))
    letters = Letter.objects.count()

    raise_voices(programme, organisations)
    raise_voices(programme, organisations)

    wave = FeedbackWave.objects.get()
    results = read_results(wave)
    assert results is not None
    assert wave.released_on is not None
    assert (25 < results.answers <= 43, wave.words_shown, wave.released_on < clock.today()) == (True, True, True)
    states = [one.state for one in HelpRequest.objects.across_organisations().order_by("asked_at")]
    assert states == ["answered", "asked"]
    assert Remark.objects.across_organisations().get().state == "open"
    assert Letter.objects.count() == letters
