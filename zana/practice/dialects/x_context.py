"""Who asks in the X dialect, what for, and what it costs."""

from dataclasses import dataclass, field
from datetime import datetime

from zana.practice.dialects.call import Call
from zana.practice.dialects.x_errors import XError, forbidden, only_program, unsupported
from zana.practice.models import Actor, Application, Plan, Token, World
from zana.practice.queries.tallies import Tally
from zana.practice.rules.limits import Allowance, Meter, Nonces

__all__ = ["METER", "NONCES", "Allowance", "Answer", "Asking", "Caller", "stamp"]

Answer = tuple[int, dict[str, object]]
TIME = "%Y-%m-%dT%H:%M:%S.000Z"
METER = Meter()
NONCES = Nonces()


@dataclass(frozen=True)
class Caller:
    """A program, with an account behind it or (its own key) without one."""

    application: Application
    world: World
    token: Token | None = None

    @property
    def name(self) -> str:
        """Whose calls are counted together."""
        return f"app {self.application.pk}" if self.token is None else f"user {self.token.actor_id}"

    @property
    def plan(self) -> Plan | None:
        return getattr(self.application, "plan", None)

    def may(self, who: str) -> None:
        """`who` a route is for: user, any, app."""
        if who == "user" and self.token is None:
            raise unsupported()
        if who == "app" and self.token is not None:
            raise only_program()


@dataclass
class Asking:
    call: Call
    caller: Caller
    now: datetime
    parts: tuple[str, ...] = ()
    followers: dict[int, int] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    used: list[tuple[str, str]] = field(default_factory=list)  # what this call costs: kind and resource

    @property
    def world(self) -> World:
        return self.caller.world

    @property
    def me(self) -> Actor:
        if self.caller.token is None:
            raise unsupported()
        return self.caller.token.actor

    @property
    def reader(self) -> Actor | None:
        """The account behind the call, if there is one."""
        return None if self.caller.token is None else self.caller.token.actor

    @property
    def strict(self) -> bool:
        """Does this world keep to the network's limits?"""
        return bool(self.world.manner.get("limits", True))

    @property
    def self_serve(self) -> bool:
        plan = self.caller.plan
        return plan is None or plan.tier == Plan.SELF_SERVE

    def need(self, *scopes: str) -> None:
        token = self.caller.token
        if token is not None and not set(scopes) <= set(token.grant.scopes):
            raise forbidden()

    def need_me(self, identity: str) -> None:
        """The account in the address must be the one that asks."""
        if identity != self.me.remote_id:
            raise not_mine(identity)

    def pay(self, kind: str, resource: str) -> None:
        self.used.append((kind, resource))

    def pay_for_reading(self, kind: str, resource: str, owner: Actor | int | None) -> None:
        """What belongs to the owner of the program is cheap."""
        plan, reader = self.caller.plan, self.reader
        key = owner.pk if isinstance(owner, Actor) else owner
        own = plan is not None and reader is not None and plan.owner_id == reader.pk == key
        self.pay("own_read" if own else kind, resource)


def not_mine(identity: str) -> XError:
    return XError(
        400, "Invalid Request", "One or more parameters to your request was invalid.",
        "https://api.twitter.com/2/problems/invalid-request",
        errors=[{"parameters": {"id": [identity]}, "message": f"The `id` query parameter value [{identity}] must be "
                 "the same as the authenticating user"}],
    )  # fmt: skip


def stamp(moment: datetime) -> str:
    return moment.strftime(TIME)
