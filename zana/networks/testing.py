"""The conformance kit: a rehearsal on a running practice network, for this room's tests and for rooms above.

Nothing here knows practice from inside: it is a browser and an API client like any other.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Collection
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Protocol
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
from django.conf import settings

from zana.networks import actions
from zana.networks.models import Account
from zana.people.models import Organisation, Person

# Loading the world's certificates takes 50 ms, and httpx would do it for each call.
TRUST = ssl.create_default_context()


class Server(Protocol):
    """The root fixture `practice_server`."""

    url: str
    media: Any

    def stage(self, path: str, **data: Any) -> Any: ...


@dataclass
class Rehearsal:
    """One world with a person who runs a page and an account on each network.

    The test sets ZANA_PRACTICE_URL to `server.url` and ZANA_BASE_URL to its origin first: `begin_rehearsal`.
    """

    server: Server
    world: str
    person: str
    page: str = ""
    followers: int = 400
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies, repr=False)

    def connect(
        self, organisation: Organisation, by: Person, network: str, *, without: Collection[str] = ()
    ) -> Account:
        """The ordinary way: to the consent page, yes (but no to the permissions `without`), and back."""
        address = actions.start_connect(by=by, organisation=organisation, network=network, practice=True)
        back = parse_qs(urlsplit(self.give_consent(address, without=without)).query)
        consent = actions.finish_connect(by=by, state=back["state"][0], code=back["code"][0])
        if consent.account is None:
            raise AssertionError("there were several places to choose from")
        return Account.objects.of(organisation).select_related("organisation").get(pk=consent.account.pk)

    def give_consent(self, address: str, decision: str = "allow", *, without: Collection[str] = ()) -> str:
        """Says yes (or "deny") on the consent page; returns where it sends the browser."""
        self._be_myself(address)
        page = self._open(address)
        ticked = re.findall(r'name="(account|scope)" value="([^"]+)"', page.text)
        chosen: dict[str, list[str]] = {"account": [], "scope": []}
        for name, value in ticked:
            if value not in without:
                chosen[name].append(value)
        answer = self._post(str(page.url), page.text, decision=decision, **chosen)
        return answer.headers["location"]

    def fail(self, kind: str, verb: str = "any", times: int = 1, **more: Any) -> None:
        """Something goes wrong the next `times`; kinds and verbs stand in practice/rules/faults.py."""
        self.server.stage("faults", world=self.world, kind=kind, verb=verb, times=times, **more)

    def mend(self) -> None:
        self.server.stage("faults/clear", world=self.world)

    def posts(self, text: str) -> list[dict[str, Any]]:
        """What stands there with exactly these words."""
        found: list[dict[str, Any]] = self.server.stage("posts", world=self.world, text=text)["posts"]
        return found

    def see(self, address: str) -> str:
        """The page at an address, as a person sees it."""
        return self._open(address, follow_redirects=True).text

    def wait(self, seconds: float) -> None:
        """The world's clock jumps; its audience reacts."""
        self.server.stage("clock", world=self.world, seconds=seconds)

    def _be_myself(self, address: str) -> None:
        """In practice one says who one is instead of signing in."""
        where = f"{self.server.url}/w/{self.world}/who/"
        page = self._open(where)
        self._post(where, page.text, person=self.person)

    def _open(self, address: str, **options: Any) -> httpx.Response:
        page = self._browse("GET", urljoin(settings.ZANA_BASE_URL, address), **options)
        page.raise_for_status()
        return page

    def _post(self, address: str, page: str, **given: Any) -> httpx.Response:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        given["csrfmiddlewaretoken"] = unescape(token[1]) if token else ""
        answer = self._browse("POST", address, data=given, headers={"Referer": urljoin(address, "/")})
        if answer.status_code != 302:
            raise AssertionError(answer.text)
        return answer

    def _browse(self, method: str, address: str, **content: Any) -> httpx.Response:
        with httpx.Client(cookies=self.cookies, timeout=60, verify=TRUST) as browser:
            answer = browser.request(method, address, **content)
            self.cookies = browser.cookies
        return answer


def begin_rehearsal(server: Server, **given: Any) -> Rehearsal:
    """A new world whose program registry knows this house. `given` goes to the stage order `ready`."""
    program = {"client_id": settings.ZANA_PRACTICE_APP_ID, "client_secret": settings.ZANA_PRACTICE_APP_SECRET}
    ready = server.stage("ready", application={**program, "redirect_uris": ["*"]}, **given)
    return Rehearsal(server, ready["world"], ready["person"], ready["page"])
