"""Who asks, in which world, and what that token may do."""

from dataclasses import dataclass, field
from datetime import datetime

from zana.practice.dialects.call import Call
from zana.practice.dialects.graph_errors import bad_token, missing_token, no_permission
from zana.practice.models import Actor, Token, World

TIME = "%Y-%m-%dT%H:%M:%S+0000"


@dataclass
class Asking:
    """One authorised call. `token.actor` is a person (user token) or a page (page token)."""

    call: Call
    token: Token
    world: World
    now: datetime
    prefix: str  # the address before the version, for links to further pages
    followers: dict[int, int] = field(default_factory=dict)

    @property
    def me(self) -> Actor:
        return self.token.actor

    @property
    def scopes(self) -> set[str]:
        return set(self.token.grant.scopes)

    def need(self, *scopes: str) -> None:
        """Raises the dialect's refusal for the first permission that was not given."""
        for scope in scopes:
            if scope not in self.scopes:
                raise no_permission(scope)

    def need_page(self, page: Actor) -> None:
        """Only the page's own token writes in its name."""
        if self.token.kind != Token.PAGE or self.me.pk != page.pk:
            raise no_permission("pages_manage_posts permission and a Page access token; pages_read_engagement")


def read_token(value: str) -> Token:
    """A living token of this dialect. Raises GraphError 190 with the subcode that says why not."""
    if not value:
        raise missing_token()
    kept = Token.objects.filter(value=value, kind__in=(Token.USER, Token.PAGE))
    token = kept.select_related("actor__world", "grant__application", "grant__person").first()
    if token is None:
        raise bad_token()
    if token.dead_subcode:
        raise bad_token(token.dead_subcode)
    if token.expires_at is not None and token.expires_at <= token.actor.world.now():
        raise bad_token(463)
    return token


def stamp(moment: datetime) -> str:
    return moment.strftime(TIME)
