"""Who has earned which certificate, and what is still missing for it, in words."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from zana.kernel.words import Saying, say

ATTENDANCE, COMPLETION, ORGANISATION = "attendance", "completion", "organisation"
KINDS = (ATTENDANCE, COMPLETION, ORGANISATION)
JOINT_AT, INDIVIDUAL_AT, QUIZ_AT = 80, 75, 60  # per cent
WEEKS_AFTER = 12
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read wrong from paper: no 0 O, 1 I L, U
_GROUPS, _GROUP = 3, 4  # 59 bits: nobody finds a certificate by trying


def new_serial() -> str:
    """`ZA-XXXX-XXXX-XXXX`; random, so that it tells nothing and cannot be counted through."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(["ZA", *groups])


def read_serial(typed: str) -> str:
    """As it may be typed from paper: small letters, without the dashes, with spaces."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum()).removeprefix("ZA")
    if len(plain) != _GROUPS * _GROUP:
        return ""
    return "-".join(["ZA", *(plain[at : at + _GROUP] for at in range(0, len(plain), _GROUP))])


@dataclass(frozen=True, slots=True)
class Way:
    """How far a person has come. Rates are per cent of everything planned, None where nothing is planned yet."""

    joint: int | None
    individual: int | None
    quiz: int | None
    is_signed_off: bool
    has_action_plan: bool

    @property
    def missing(self) -> tuple[Saying, ...]:
        """What still keeps her from the certificate of completion; empty is earned."""
        return tuple(words for is_there, words in self._steps() if not is_there)

    def _steps(self) -> tuple[tuple[bool, Saying], ...]:
        knows = self.is_signed_off or (self.quiz is not None and self.quiz >= QUIZ_AT)
        return (
            (
                self.joint is not None and self.joint >= JOINT_AT,
                say("There for {share} per cent of the joint training.", share=JOINT_AT),
            ),
            (
                self.individual is not None and self.individual >= INDIVIDUAL_AT,
                say("There for {share} per cent of the organisation's own day.", share=INDIVIDUAL_AT),
            ),
            (
                knows,
                say("{share} per cent in the quizzes afterwards, or practice the trainer has seen.", share=QUIZ_AT),
            ),
            (self.has_action_plan, say("The organisation's plan is confirmed.")),
        )


def miss_organisation(completed: int, weeks: int | None, open_critical: int) -> tuple[Saying, ...]:
    """What keeps an organisation from its certificate. `weeks` since its own day; None when there was none."""
    steps = (
        (completed > 0, say("At least one person has the certificate of completion.")),
        (
            weeks is not None and weeks >= WEEKS_AFTER,
            say("{weeks} weeks have passed since its own day.", weeks=WEEKS_AFTER),
        ),
        (open_critical == 0, say("No critical finding of its security is open.")),
    )
    return tuple(words for is_there, words in steps if not is_there)
