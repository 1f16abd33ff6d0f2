"""Who asks, in which world, and what that token may do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zana.practice.dialects.call import Call
from zana.practice.dialects.graph_errors import bad_token, missing_token, no_permission, not_allowed
from zana.practice.models import Actor, Item, Token, World
from zana.practice.queries.access import find_token, tasks_of
from zana.practice.queries.attention import attention_of, is_met, meet_audience
from zana.practice.rules.audience import Attention

TIME = "%Y-%m-%dT%H:%M:%S+0000"
Batch = Callable[[list[Any]], dict[int, Any]]


@dataclass
class Asking:
    """One authorised call. `token.actor` is a person (user token) or a page (page token)."""

    call: Call
    token: Token
    world: World
    now: datetime
    prefix: str  # the address before the version, for links to further pages
    followers: dict[int, int] = field(default_factory=dict)
    known: dict[str, dict[int, Any]] = field(default_factory=dict)
    beside: dict[tuple[type, int], list[Any]] = field(default_factory=dict)

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

    def need_instagram(self, what: str) -> None:
        """`what` is basic, content_publish ...: the two ways to sign in call the same thing differently."""
        family = "instagram_business" if self.token.kind == Token.INSTAGRAM else "instagram"
        if f"{family}_{what}" not in self.scopes:
            raise not_allowed("Application does not have permission for this action")

    def need_page(self, page: Actor) -> None:
        """Only the page's own token writes in its name."""
        if self.token.kind != Token.PAGE or self.me.pk != page.pk:
            raise no_permission("pages_manage_posts permission and a Page access token; pages_read_engagement")

    def need_task(self, task: str) -> None:
        """Whose page token this is must be allowed to do that for the page."""
        if task not in self.tasks():
            raise no_permission(f"the {task} task on the Page and pages_manage_posts")

    def tasks(self) -> list[str]:
        """What the person behind the token may do for the page. Raises 190/492 when she no longer works there."""
        held = tasks_of(self.token.grant.person_id, self.me.pk)
        if held is None:
            raise bad_token(492)
        return held

    def show_together(self, rows: list[Any]) -> None:
        """These are shown in one answer: what is counted for one of them is counted for all at once."""
        self.beside.update(dict.fromkeys([(type(row), row.pk) for row in rows], rows))

    def recognise(self, items: list[Item], wall: Actor | None = None) -> None:
        """Give them the world and the page that are known already: joins would build them anew for every row."""
        known = {actor.pk: actor for actor in (wall, self.me) if actor is not None}
        strangers = {item.author_id for item in items if "author" not in item._state.fields_cache} - known.keys()
        if strangers:
            known.update(Actor.objects.in_bulk(strangers))
        for item in items:
            # Not by assignment: Django would ask its routers about every row.
            kept = item._state.fields_cache
            kept["world"] = self.world
            if item.wall_id in known:
                kept["wall"] = known[item.wall_id]
            if item.author_id in known:
                kept["author"] = known[item.author_id]

    def attention(self, item: Item) -> Attention:
        """What the audience has done with it so far; of all that are shown together with one query."""
        if not is_met(item):
            self.count("stir", item, meet_audience)
        return attention_of(item, self.now)

    def count(self, name: str, row: Any, batch: Batch, default: Any = 0) -> Any:
        """`batch` gives a value by primary key for many rows; it is called once for all that are shown together."""
        known = self.known.setdefault(name, {})
        if row.pk not in known:
            rows = self.beside.get((type(row), row.pk), [row])
            found = batch(rows)
            known.update({one.pk: found.get(one.pk, default) for one in rows})
        return known[row.pk]


def read_token(value: str, kinds: tuple[str, ...] = (Token.USER, Token.PAGE)) -> Token:
    """A living token of this dialect. Raises GraphError 190 with the subcode that says why not."""
    if not value:
        raise missing_token()
    token = find_token(value, kinds)
    if token is None:
        raise bad_token()
    if token.dead_subcode:
        raise bad_token(token.dead_subcode)
    if token.expires_at is not None and token.expires_at <= token.actor.world.now():
        raise bad_token(463)
    return token


def stamp(moment: datetime) -> str:
    return moment.strftime(TIME)
