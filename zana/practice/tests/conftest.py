"""A small world with one person, her page, her X account and a program that has access."""

import base64
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from zana.kernel import clock
from zana.practice.actions.access import Consent, give_consent, issue_token, page_token, register_application
from zana.practice.actions.meter import SEEN
from zana.practice.actions.worlds import create_page, create_person, create_world, create_x_account
from zana.practice.dialects.scopes import GRAPH_SCOPES, X_SCOPES
from zana.practice.dialects.x_context import METER, NONCES
from zana.practice.models import Actor, Application, Token, World

NOON = datetime(2026, 11, 2, 11, 0, tzinfo=UTC)
BASIC = {"Authorization": "Basic " + base64.b64encode(b"zana:secret").decode()}


@dataclass
class Stage:
    world: World
    person: Actor
    page: Actor
    account: Actor
    application: Application
    user_token: Token
    page_token: Token
    x_token: Token
    refresh_token: Token
    client: Client

    def graph(self, method: str, path: str, data: dict[str, Any] | None = None, token: str = "", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {token or self.page_token.value}"}
        call = getattr(self.client, method)
        return call(f"/practice/graph/v25.0/{path}", data or {}, headers=headers, **more)

    def x(self, method: str, path: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.x_token.value}"}
        call = getattr(self.client, method)
        kind = {} if method == "get" else {"content_type": "application/json"}
        return call(f"/practice/x/2/{path}", data or {}, headers=headers, **{**kind, **more})


def picture_bytes(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, "teal").save(kept, kind)
    return kept.getvalue()


@pytest.fixture
def noon():
    with clock.frozen(NOON):
        yield NOON


@pytest.fixture
def stage(noon, client) -> Stage:
    METER.forget()
    NONCES.forget()
    SEEN.clear()
    world = create_world(name="Prizren", seed=27)
    person = create_person(world=world, name="Arta Shembull")
    page = create_page(owner=person, name="Shoqata Kopshti", followers=400)
    account = create_x_account(owner=person, name="Shoqata Kopshti", followers=300)
    application = register_application(
        name="Zana", client_id="zana", client_secret="secret", redirect_uris=["https://zana.example/back"]
    )

    def grant(dialect: str, actor: Actor, scopes: tuple[str, ...]):
        consent = Consent(actors=(actor,), scopes=scopes, redirect_uri="https://zana.example/back")
        return give_consent(application=application, dialect=dialect, person=person, consent=consent, code_seconds=60)

    given = grant("graph", page, tuple(GRAPH_SCOPES))
    user = issue_token(grant=given, kind=Token.USER, actor=person, seconds=60 * 86_400)
    given_x = grant("x", account, tuple(X_SCOPES))
    return Stage(
        world=world, person=person, page=page, account=account, application=application, user_token=user,
        page_token=page_token(user_token=user, page=page),
        x_token=issue_token(grant=given_x, kind=Token.X_ACCESS, actor=account, seconds=7200),
        refresh_token=issue_token(grant=given_x, kind=Token.X_REFRESH, actor=account, seconds=None),
        client=client,
    )  # fmt: skip
