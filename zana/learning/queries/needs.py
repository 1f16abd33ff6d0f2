"""What is known of an organisation, gathered for the rule of the day."""

from zana.audits.controls import catalogue
from zana.kernel import clock
from zana.learning import curriculum
from zana.learning.models import Attendance, PlanPin, Training, Wish
from zana.learning.models.plans import BAN, PIN
from zana.learning.models.trainings import JOINT
from zana.learning.queries.coaching import read_levels
from zana.learning.queries.drill_results import read_pretests
from zana.learning.queries.findings import read_findings
from zana.learning.queries.lessons import list_lessons
from zana.learning.queries.quizzes import read_scores
from zana.learning.rules.facts import Facts, Seen
from zana.networks.models import Account
from zana.networks.models.accounts import LEFT
from zana.networks.registry import NETWORKS
from zana.people.models import Enrolment, Organisation


def read_facts(organisation: Organisation) -> Facts:
    """Everything the rule looks at. What nobody has given yet is absent."""
    attended, missed = read_joint_lessons(organisation)
    findings, in_place = read_findings(organisation)
    pins = {row.unit: row for row in PlanPin.objects.of(organisation)}
    wishes = tuple(Wish.objects.of(organisation).values_list("topic", flat=True))
    return Facts(
        lessons=tuple(list_lessons()),
        findings=findings,
        in_place=in_place,
        levels=read_levels(organisation),
        quiz=_read_pretests(organisation),
        wishes=wishes,
        networks=_read_networks(organisation, findings, wishes),
        attended=attended,
        missed=missed,
        pins={unit: row.reason for unit, row in pins.items() if row.kind == PIN},
        bans={unit: row.reason for unit, row in pins.items() if row.kind == BAN},
    )


def _read_pretests(organisation: Organisation) -> dict[str, int]:
    """Topic -> per cent before the day. A drill that went worse than the quiz counts instead of it.

    A drill alone never makes a topic known: it asks for one lesson of it.
    """
    drills = read_pretests(organisation)
    return {topic: min(score, drills.get(topic, score)) for topic, score in read_scores(organisation).items()}


def read_joint_lessons(organisation: Organisation) -> tuple[frozenset[str], frozenset[str]]:
    """(attended, missed) units of joint trainings that are over; what is still to come is in neither.

    Attended: somebody of the organisation was there for four fifths of a training that held the unit.
    """
    programmes = Enrolment.live.filter(organisation=organisation).values("programme")
    trainings = Training.objects.filter(programme__in=programmes, kind=JOINT, held_on__lte=clock.today())
    trainings = trainings.filter(cancelled_at=None)
    here = Attendance.objects.of(organisation).filter(training__in=trainings).select_related("training")
    attended = {unit for row in here if row.is_enough for unit in row.training.units}
    held = {unit for training in trainings if training.held_on < clock.today() for unit in training.units}
    known = set(curriculum.units())
    return frozenset(attended & known), frozenset((held - attended) & known)


def _read_networks(
    organisation: Organisation, findings: tuple[Seen, ...], wishes: tuple[str, ...]
) -> frozenset[str] | None:
    """Networks with an account or a finding of their own, and those wished for. None where nobody knows any yet.

    A wish alone says what is wanted too, and nothing of what is there: then none is left out.
    """
    accounts = Account.objects.of(organisation).exclude(state=LEFT).values_list("network", flat=True)
    seen = {network for finding in findings for network in _own_networks(finding.control)}
    known = frozenset({*accounts, *seen})
    return known | {network for topic in wishes for network in _networks_of(topic)} if known else None


def _networks_of(topic: str) -> frozenset[str]:
    """The network a whole topic is about; a topic with one lesson about a network is not about it."""
    networks = {unit.network for unit in curriculum.units().values() if unit.topic == topic}
    return frozenset(networks) if len(networks) == 1 and "" not in networks else frozenset()


def _own_networks(control: str) -> tuple[str, ...]:
    """A control of one network only shows that the organisation is there."""
    networks = catalogue()[control].networks if control in catalogue() else ()
    return networks if len(networks) == 1 and networks[0] in NETWORKS else ()
