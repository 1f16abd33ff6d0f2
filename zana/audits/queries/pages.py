"""What the pages of the audit show, as plain rows in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max

from zana.audits.controls import DOMAINS, Control, Texts, catalogue
from zana.audits.labels import (
    BOXES,
    CHOICES,
    EVERYWHERE,
    LABEL_KINDS,
    RESULT_KINDS,
    RESULTS,
    WAYS,
)
from zana.audits.labels import (
    DOMAINS as DOMAIN_WORDS,
)
from zana.audits.models import Audit, Evidence, Exposure, Finding
from zana.audits.queries.circumstances import current_exposure, read_circumstances, read_setting
from zana.audits.queries.incidents import stopping_incident
from zana.audits.queries.standings import (
    awaiting_word,
    current_audit,
    list_questions,
    read_standings,
    score_domains,
    sort_in_boxes,
    standing_findings,
)
from zana.audits.rules.risk import CALM, Circumstances, Reason, explain, likelihood
from zana.audits.rules.safety_first import HARMS, QUESTIONS, explain_rule, may_hide
from zana.audits.rules.scoring import DomainScore
from zana.audits.rules.settling import HAND, Standing
from zana.kernel import clock
from zana.kernel.words import Saying, say
from zana.networks.registry import NETWORKS
from zana.people.models import Organisation, Person
from zana.ui.words import language

MOST_WORKING = 6
_MINUTES_A_QUESTION = 3


@dataclass(frozen=True)
class Gauge:
    heading: Saying
    kind: str
    state: Saying
    value: int | None
    low: float
    high: float
    words: Saying
    why: Saying | None


@dataclass(frozen=True)
class Working:
    title: str
    way: Saying
    on: datetime


@dataclass(frozen=True)
class Line:
    """One finding in a box."""

    ref: str
    title: str
    kind: str
    result: Saying
    minutes: int
    due: date
    is_overdue: bool
    who: str
    likelihood: int = 2
    reasons: list[Saying] = field(default_factory=list)


@dataclass(frozen=True)
class Box:
    heading: Saying
    lead: Saying
    lines: list[Line]


@dataclass(frozen=True)
class Overview:
    audit: Audit | None
    looked_at: int
    of: int
    gauges: list[Gauge]
    working: list[Working]
    boxes: list[Box]
    waiting: int
    following: str
    conflicts: list[str] = field(default_factory=list)
    look_again: list[Line] = field(default_factory=list)
    exposure: Exposure | None = None
    stopped_by: str = ""  # ref of the incident because of which the audit is paused


def text_of(control: Control) -> Texts:
    return control.words(language())


def describe_overview(organisation: Organisation, *, for_insiders: bool = True) -> Overview:
    """`for_insiders`: for those who may see incidents; others read a rank without the reason that is one."""
    standings = read_standings(organisation)
    audit = current_audit(organisation)
    scores = score_domains(standings)
    findings = standing_findings(organisation)
    questions = list_questions(audit)
    unanswered = [c.id for c in questions if standings[c.id].result == "unknown"]
    stopped = stopping_incident(organisation)
    exposure = current_exposure(organisation)
    circumstances = read_circumstances(organisation, standings, [f.control for f in findings], exposure)
    return Overview(
        audit=audit,
        looked_at=sum(standing.result not in ("unknown", "na") for standing in standings.values()),
        of=len(standings),
        gauges=[_gauge(domain, scores[domain], standings) for domain in DOMAINS],
        working=list_working(standings, MOST_WORKING),
        boxes=_boxes(findings, circumstances, for_insiders),
        waiting=len(awaiting_word(organisation)),
        following=unanswered[0] if unanswered else "",
        conflicts=[text_of(catalogue()[c]).title for c, standing in standings.items() if standing.conflict],
        look_again=[_line(finding, clock.today()) for finding in findings if finding.state == Finding.RECHECK],
        exposure=exposure,
        stopped_by=stopped.ref if stopped else "",
    )


def _gauge(domain: str, score: DomainScore, standings: dict[str, Standing]) -> Gauge:
    worst = [
        c for c in catalogue().values() if c.domain == domain and c.severity == 5 and standings[c.id].result == "fail"
    ]
    why = (
        say("“Act now”, whatever the number: {title} ({control}).", title=text_of(worst[0]).title, control=worst[0].id)
        if worst
        else None
    )
    return Gauge(
        heading=DOMAIN_WORDS[domain],
        kind=LABEL_KINDS[score.kind],
        state=score.label,
        value=None if score.score is None else round(score.score),
        low=score.low,
        high=score.high,
        words=_range_words(score),
        why=why,
    )


def _range_words(score: DomainScore) -> Saying:
    if score.score is None:
        return say(
            "No number yet. {coverage} % of the checks that apply to you were answered; "
            "below 60 % only findings are shown.",
            coverage=round(100 * score.coverage),
        )
    return say(
        "Between {low} and {high}; checks without an answer: {count}. Confidence {confidence}.",
        low=round(score.low),
        high=round(score.high),
        count=score.unanswered,
        confidence=score.confidence_words,
    )


def list_working(standings: dict[str, Standing], most: int) -> list[Working]:
    """What is in place, the gravest first: a report begins with it."""
    held = [c for c in catalogue().values() if standings[c.id].result == "pass"]
    held.sort(key=lambda c: (-c.severity, c.id))
    return [
        Working(text_of(c).title, WAYS[piece.way], piece.observed_at)
        for c in held[:most]
        if (piece := standings[c.id].piece) is not None
    ]


def _boxes(findings: list[Finding], circumstances: dict[str, Circumstances], for_insiders: bool) -> list[Box]:
    today = clock.today()
    sorted_in = sort_in_boxes(findings, circumstances)
    return [
        Box(heading, lead, [_line(f, today, circumstances[f.control], for_insiders) for f in sorted_in[key]])
        for key, (heading, lead) in BOXES.items()
    ]


def _line(finding: Finding, today: date, why: Circumstances = CALM, for_insiders: bool = True) -> Line:
    who = finding.decided_by if finding.state == Finding.ACCEPTED else finding.owner
    accepted = finding.state == Finding.ACCEPTED
    return Line(
        ref=finding.ref,
        title=text_of(finding.about).title,
        kind="info" if accepted else RESULT_KINDS[finding.result],
        result=RESULTS[finding.result],
        minutes=finding.about.minutes,
        due=finding.due_on,
        is_overdue=finding.due_on < today and not accepted,
        who=who.name if who else "",
        likelihood=likelihood(why),
        reasons=[reason.why for reason in explain(why, for_insiders=for_insiders)],
    )


@dataclass(frozen=True)
class Rank:
    """How likely it is here and why, from 1 to 5; risk is that times the harm."""

    likelihood: int
    risk: int
    reasons: list[Reason]
    stand_in: str  # the control that is named to stand in, in place or not
    stand_ins: list[tuple[str, str]]  # what could


def describe_rank(organisation: Organisation, finding: Finding, *, for_insiders: bool) -> Rank:
    standings = read_standings(organisation)
    exposure = current_exposure(organisation)
    why = read_circumstances(organisation, standings, [finding.control], exposure)[finding.control]
    held = [c for c in catalogue().values() if standings[c.id].result == "pass" and c.id != finding.control]
    held.sort(key=lambda c: (c.domain != finding.about.domain, c.id))
    return Rank(
        likelihood=likelihood(why),
        risk=finding.severity * likelihood(why),
        reasons=explain(why, for_insiders=for_insiders),
        stand_in=why.compensated_by,
        stand_ins=[(c.id, f"{c.id} · {text_of(c).title}") for c in held],
    )


@dataclass(frozen=True)
class Question:
    """One control to be looked at, and where it stands among the others."""

    control: Control
    texts: Texts
    domain: Saying
    networks: list[Saying]
    number: int
    of: int
    answered: int
    minutes_left: int
    following: str
    standing: Standing
    result: Saying
    ways: list[tuple[str, Saying]]
    disagreement: Saying | None
    mine: Evidence | None
    together: list[Together]
    safety: Saying | None = None  # what outranks this question here
    harm: Saying | None = None  # what she is asked beside it
    may_hide: bool = False


@dataclass(frozen=True)
class Together:
    """Who has answered in this audit, and when last."""

    name: str
    at: datetime


def ask_question(organisation: Organisation, control: Control, reader: Person) -> Question:
    standings = read_standings(organisation)
    audit = current_audit(organisation)
    questions = list_questions(audit)
    if control not in questions:
        questions.append(control)
    at = questions.index(control)
    later = [c for c in questions[at + 1 :] + questions[:at] if standings[c.id].result == "unknown"]
    answered = sum(standings[c.id].result != "unknown" for c in questions)
    standing = standings[control.id]
    given = _given(organisation, control)
    setting = read_setting(organisation)
    return Question(
        control=control,
        texts=text_of(control),
        domain=DOMAIN_WORDS[control.domain],
        networks=[name_network(network) for network in control.networks],
        number=at + 1,
        of=len(questions),
        answered=answered,
        minutes_left=_MINUTES_A_QUESTION * (len(questions) - answered),
        following=later[0].id if later else "",
        standing=standing,
        result=RESULTS[standing.result],
        ways=[(way, CHOICES[way]) for way in control.hand_ways],
        disagreement=_disagreement(given, reader) if standing.conflict else None,
        mine=next((row for row in given if row.by_id == reader.pk), None),
        together=_together(audit),
        safety=explain_rule(control.id, setting),
        harm=QUESTIONS[HARMS[control.id]] if control.id in HARMS else None,
        may_hide=may_hide(control.id, setting),
    )


def _given(organisation: Organisation, control: Control) -> list[Evidence]:
    """The newest answers by hand on one control, each with its pictures."""
    rows = Evidence.objects.of(organisation).filter(control=control.id, way__in=HAND, probe="")
    return list(rows.select_related("by").prefetch_related("exhibits").order_by("-pk")[:10])


def _disagreement(given: list[Evidence], reader: Person) -> Saying | None:
    others = [row for row in given if row.by_id != reader.pk]
    if not others:
        return None
    return say(
        "{name} answered otherwise: {result}. Both answers are kept; the worse one counts until you have talked.",
        name=others[0].by.name,
        result=RESULTS[others[0].result],
    )


def _together(audit: Audit | None) -> list[Together]:
    if audit is None:
        return []
    rows = Evidence.objects.of(audit.organisation).filter(audit=audit, way__in=HAND).order_by("by")
    return [Together(name, at) for name, at in rows.values_list("by__name").annotate(last=Max("noted_at"))]


def name_network(key: str) -> Saying:
    known = NETWORKS.get(key)
    return say("{thing}", thing=known.label) if known else EVERYWHERE


@dataclass(frozen=True)
class Asked:
    """Facts from an archive that wait for the owner's word."""

    ref: str
    title: str
    severity: int
    network: Saying
    holder: str
    on: datetime
    why: Saying | None
    facts: list[Saying]
    asks: Saying


def list_asked(organisation: Organisation) -> list[Asked]:
    rows = []
    for evidence in awaiting_word(organisation):
        seen, control = evidence.seen, catalogue()[evidence.control]
        rows.append(
            Asked(
                ref=evidence.ref,
                title=text_of(control).title,
                severity=control.severity,
                network=name_network(evidence.network),
                holder=evidence.holder.name if evidence.holder else "",
                on=evidence.observed_at,
                why=seen["why"],
                facts=seen["facts"],
                asks=seen["asks"],
            )
        )
    return rows


@dataclass(frozen=True)
class Shown:
    """One piece of evidence as a reader sees it."""

    result: Saying
    kind: str
    way: Saying
    on: datetime
    network: Saying
    by: str
    confirmed_by: str
    strength: float
    why: Saying | None
    facts: list[Saying]
    note: str


def describe_evidence(evidence: Evidence) -> Shown:
    seen = evidence.seen
    return Shown(
        result=RESULTS[evidence.result],
        kind=RESULT_KINDS[evidence.result],
        way=WAYS[evidence.way],
        on=evidence.observed_at,
        network=name_network(evidence.network),
        by=evidence.by.name,
        confirmed_by=evidence.confirmed_by.name if evidence.confirmed_by else "",
        strength=evidence.strength,
        why=seen["why"],
        facts=seen["facts"],
        note=seen["note"],
    )


def list_evidence(organisation: Organisation, control: str) -> list[Shown]:
    """The newest first."""
    rows = Evidence.objects.of(organisation).filter(control=control).select_related("by", "confirmed_by")
    return [describe_evidence(row) for row in rows[:10]]


def list_verifying(control: Control) -> list[Saying]:
    """The ways in which it can be shown that this is done, the strongest first."""
    ways = dict.fromkeys([way.way for way in control.evidence] + list(control.hand_ways))
    return [WAYS[way] for way in ways if way != "attest" or control.severity < 5]


def members_of(organisation: Organisation) -> list[Person]:
    """Who can own a finding or have given an archive."""
    live = Person.objects.filter(memberships__organisation=organisation, memberships__ended_at=None, is_active=True)
    return list(live.distinct().order_by("name"))
