"""Whose key a call shows, and what she may do there: asked by every call."""

from zana.practice.models import Role, Token
from zana.practice.queries.prepared import Prepared

TOKENS = Prepared(
    Token,
    lambda value: Token.objects.filter(value=value).order_by(),
    "actor", "actor__world", "grant", "grant__application", "grant__application__plan", "grant__person",
    value=str,
)  # fmt: skip
ROLES = Prepared(
    Role, lambda actor, person: Role.objects.filter(actor=actor, person=person).order_by(), actor=int, person=int
)


def find_token(value: str, kinds: tuple[str, ...]) -> Token | None:
    token = TOKENS.first(value=value) if value else None
    return token if token is not None and token.kind in kinds else None


def tasks_of(person: int, actor: int) -> list[str] | None:
    """By primary keys; None = she does not work there."""
    role = ROLES.first(actor=actor, person=person)
    return None if role is None else list(role.tasks)
