"""A participant orders what the network keeps of her, and takes it to the audit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.practice.actions.traces import leave_trace
from zana.practice.models import Actor
from zana.practice.queries.portraits import portray
from zana.practice.rules.archives import facebook, instagram, x
from zana.practice.rules.archives.packing import pack, slug
from zana.practice.rules.archives.portrait import Portrait


@dataclass(frozen=True)
class Form:
    """How one kind of account is written."""

    network: str
    root_of: Callable[[Portrait], str]
    write: Callable[[Portrait], dict[str, Any]]


FORMS: dict[str, Form] = {
    Actor.PERSON: Form("facebook", facebook.root_of, facebook.write_person),
    Actor.PAGE: Form("facebook-page", facebook.root_of, facebook.write_page),
    Actor.INSTAGRAM: Form("instagram", instagram.root_of, instagram.write_account),
    Actor.X_ACCOUNT: Form("x", x.root_of, x.write_account),
}


@dataclass(frozen=True)
class Archive:
    name: str
    content: bytes


def order_archive(*, account: Actor, person: Actor) -> Archive:
    """A ZIP in the network's own format, as the practice settings stand now. Only of oneself or of one's accounts."""
    if account.pk != person.pk and not account.roles.filter(person=person).exists():
        raise Refusal(say("This is not yours to download."))
    form = FORMS[account.kind]
    leave_trace(account=account, kind="archive_made", by=person)
    portrait = portray(account=account, person=person)
    content = pack(form.write(portrait), form.root_of(portrait), portrait.made_at)
    name = f"{form.network}-{slug(account.handle or account.name)}-{portrait.made_at:%Y-%m-%d}.zip"
    return Archive(name, content)
