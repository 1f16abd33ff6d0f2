from argparse import ArgumentParser
from typing import Any

from zana.audits.labels import DOMAINS
from zana.audits.models import Finding
from zana.audits.queries import read_scores, standing_findings
from zana.audits.rules.scoring import DomainScore
from zana.kernel.commands import ZanaCommand
from zana.kernel.words import say
from zana.people import log
from zana.people.queries import find_organisation_called


class Command(ZanaCommand):
    help = "Shows the three numbers of an organisation with their range, and what is not in place."

    def add(self, parser: ArgumentParser) -> None:
        parser.add_argument("organisation", help="the organisation's short name")

    def run(self, **options: Any) -> dict[str, Any]:
        organisation = find_organisation_called(options["organisation"])
        log.record(None, "audit.seen", organisation=organisation, thing="command")
        scores = read_scores(organisation)
        findings = standing_findings(organisation)
        for domain, score in scores.items():
            self._tell_score(domain, score)
        self.tell(say("Open findings: {count}.", count=sum(f.state == Finding.OPEN for f in findings)))
        return {
            "organisation": organisation.slug,
            "domains": {domain: self._score(score) for domain, score in scores.items()},
            "findings": [self._finding(finding) for finding in findings],
        }

    def _tell_score(self, domain: str, score: DomainScore) -> None:
        if score.score is None:
            self.tell(
                say(
                    "{domain}: no number yet, {coverage} % of what applies was looked at; {label}.",
                    domain=DOMAINS[domain],
                    coverage=round(100 * score.coverage),
                    label=score.label,
                )
            )
            return
        self.tell(
            say(
                "{domain}: {score}, between {low} and {high} with {count} checks unanswered; "
                "confidence {confidence}; {label}.",
                domain=DOMAINS[domain],
                score=round(score.score),
                low=round(score.low),
                high=round(score.high),
                count=score.unanswered,
                confidence=score.confidence_words,
                label=score.label,
            )
        )

    def _score(self, score: DomainScore) -> dict[str, Any]:
        return {
            "score": score.score,
            "coverage": score.coverage,
            "confidence": score.confidence,
            "low": score.low,
            "high": score.high,
            "label": self.words(score.label),
            "unanswered": score.unanswered,
        }

    def _finding(self, finding: Finding) -> dict[str, Any]:
        return {
            "control": finding.control,
            "severity": finding.severity,
            "due": finding.due_on.isoformat(),
            "result": finding.result,
            "state": finding.state,
            "evidence": finding.opened_with.way,
            "strength": finding.opened_with.strength,
            "observed_at": finding.opened_with.observed_at.isoformat(),
        }
