"""Calls a network for one account and turns whatever goes wrong into one of the five errors."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from zana.kernel import clock, http
from zana.kernel.words import say
from zana.networks.errors import CannotDo, NetworkError, OutcomeUnknown, Reconnect, Refused, TryLater
from zana.networks.port import Network, Reply

SOON = timedelta(minutes=1)
LATER = timedelta(minutes=15)
AT_MOST = timedelta(days=1)
UPLOAD_SECONDS = 600.0


@dataclass
class HttpClient:
    """A `port.Client`. `token` may be empty while nobody has consented yet.

    `renew` gives another token for one that was refused: a refusal of the token means that nothing was done, so the
    same call may be made again, once.
    """

    network: Network
    api_base: str
    website: str = ""
    token: str = field(default="", repr=False)
    renew: Callable[[], str | None] | None = field(default=None, repr=False)

    def at(self, base: str) -> "HttpClient":
        return replace(self, api_base=base)

    def read(self, path: str, **params: str) -> Any:
        return self._call("GET", path, params=params)

    def glance(self, path: str, **params: str) -> Any:
        try:
            return self.read(path, **params)
        except (Refused, CannotDo):
            return None

    def prepare(
        self,
        path: str,
        *,
        form: Mapping[str, str] | None = None,
        json: object | None = None,
        files: http.Files | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        return self._call("POST", path, form=form, json=json, files=files, body=body, headers=headers)

    def upload(
        self,
        address: str,
        parts: Iterable[bytes],
        *,
        size: int,
        headers: Mapping[str, str] | None = None,
        scheme: str = "Bearer",
    ) -> Any:
        if not self._may_upload_to(address):
            raise CannotDo(say("The network sent us to an address which is not its own."))
        sent = {**(headers or {}), "Content-Length": str(size), "Authorization": f"{scheme} {self.token}"}
        return self._call_once("POST", address, whole=True, body=parts, headers=sent, timeout=UPLOAD_SECONDS)

    def change(
        self, method: str, path: str, *, form: Mapping[str, str] | None = None, json: object | None = None
    ) -> Any:
        return self._call(method, path, form=form, json=json)

    def write(self, path: str, *, form: Mapping[str, str] | None = None, json: object | None = None) -> Any:
        return self._call("POST", path, once=True, form=form, json=json)

    def _call(self, method: str, path: str, **content: Any) -> Any:
        try:
            return self._call_once(method, path, **content)
        except Reconnect:
            renew, self.renew = self.renew, None
            fresh = renew() if renew else None
            if not fresh:
                raise
            self.token = fresh
        return self._call_once(method, path, **content)

    def _may_upload_to(self, address: str) -> bool:
        """To the network's own machines only: the token goes along."""
        scheme, host, _ = origin = http.origin_of(address)
        own = any(host == one or host.endswith(f".{one}") for one in self.network.upload_hosts)
        return origin == http.origin_of(self.api_base) or (scheme == "https" and own)

    def _call_once(self, method: str, path: str, *, once: bool = False, whole: bool = False, **content: Any) -> Any:
        headers = dict(content.pop("headers", None) or {})
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        now = clock.now()
        unclear: NetworkError = OutcomeUnknown() if once else TryLater(now + SOON)
        try:
            answer = http.call(method, path if whole else self.api_base + path, headers=headers, **content)
        except http.Unreachable:
            raise TryLater(now + SOON) from None
        except http.ForbiddenAddress:
            raise CannotDo(say("This address is not one we may call.")) from None
        except http.AnswerLost:
            raise unclear from None
        body = _decode(answer)
        if 200 <= answer.status < 300:
            if body is not None:
                return body
            if not answer.body and method != "GET" and not once:
                return {}  # a plain yes: nothing was asked for that could be missing
        raise self._judge(Reply(answer.status, answer.headers, body), now) or unclear

    def _judge(self, reply: Reply, now: datetime) -> NetworkError | None:
        judged = self.network.judge(reply, now) if self.network.judge else None
        if judged is not None:
            return judged
        if reply.status == 429:
            return TryLater(_when_to_return(reply.headers, now))
        if reply.status == 401:
            return Reconnect()
        if 400 <= reply.status < 500:
            return Refused(say("{network} said no without a reason.", network=self.network.label))
        return None


def _when_to_return(headers: Mapping[str, str], now: datetime) -> datetime:
    """From `retry-after` in seconds, at most a day; else a quarter of an hour."""
    wait = headers.get("retry-after", "")
    return now + (min(timedelta(seconds=min(int(wait), 10**7)), AT_MOST) if wait.isdigit() else LATER)


def _decode(answer: http.Answer) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None
