"""One incoming API call with everything a client may have put anywhere, merged."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

MOST_BYTES = 32 * 1024 * 1024
INDEXED = re.compile(r"^(\w+)\[(\d*)\]$")


@dataclass
class Call:
    """`params` hold query, form, multipart and JSON body together; the body wins over the query."""

    request: HttpRequest
    method: str
    params: dict[str, Any]
    files: dict[str, UploadedFile[Any]]
    body: dict[str, Any] = field(default_factory=dict)
    body_is_broken: bool = False
    body_is_too_large: bool = False
    token: str = ""
    token_in_query: bool = False
    token_kinds: tuple[str, ...] = ("user", "page")  # which the door opens for

    def text(self, name: str, default: str = "") -> str:
        value = self.params.get(name)
        return default if value is None else str(value)

    def number(self, name: str, default: int) -> int:
        text = self.text(name)
        return int(text) if text.isdecimal() else default

    def content(self, name: str, most_bytes: int) -> bytes | None:
        """The bytes of an uploaded file, one more than `most_bytes` at most; None = there is no such file."""
        file = self.files.get(name)
        return None if file is None else bytes(file.read(most_bytes + 1))

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.params.get(name)
        return default if value is None else str(value).lower() in ("true", "1", "yes", "on")

    def listed(self, name: str) -> list[Any]:
        """A list given as JSON, as a JSON text, as `name[0]=`, or separated by commas."""
        value = decoded(self.params.get(name))
        if value is None or value == "":
            return []
        if isinstance(value, list):
            return [decoded(part) for part in value]
        return value.split(",") if isinstance(value, str) else [value]


def read_call(request: HttpRequest) -> Call:
    """Merge the four places a parameter can stand in, and find the token in its four."""
    params = _flatten(request.GET)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        # Not read at all: gigabytes on the way cost nothing.
        return Call(request, str(request.method), params, {}, body_is_too_large=True)
    form, files, body, broken = _read_body(request)
    params.update(form)
    params.update(body)
    token = _header_token(request) or str(params.get("access_token") or "")
    call = Call(
        request=request,
        method=str(request.method),
        params=params,
        files=files,
        body=body,
        body_is_broken=broken,
        token=token,
        token_in_query="access_token" in request.GET,
    )
    if call.method == "POST" and call.text("method").upper() in ("DELETE", "GET"):
        call.method = call.text("method").upper()
    return call


def decoded(value: Any) -> Any:
    """A text that holds a JSON list or object becomes it; anything else stays."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return storable(json.loads(value))
        except (ValueError, RecursionError):
            return value
    return value


def storable(value: Any) -> Any:
    """No database takes the null sign or half a surrogate pair, and nobody means them."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode(errors="replace").decode()
    if isinstance(value, list):
        return [storable(part) for part in value]
    if isinstance(value, dict):
        return {storable(name): storable(part) for name, part in value.items()}
    return value


def _read_body(request: HttpRequest) -> tuple[dict[str, Any], dict[str, UploadedFile[Any]], dict[str, Any], bool]:
    kind = request.content_type or ""
    if kind == "application/json":
        text = request.body
        try:
            body = json.loads(text) if text.strip() else {}
        except (ValueError, RecursionError):
            return {}, {}, {}, True
        body = storable(body)
        return ({}, {}, body, False) if isinstance(body, dict) else ({}, {}, {}, True)
    if request.method == "POST":
        files = {name: file for name, file in request.FILES.items() if isinstance(file, UploadedFile)}
        return _flatten(request.POST), files, {}, False
    if kind == "application/x-www-form-urlencoded" and request.body:
        return _flatten(QueryDict(request.body)), {}, {}, False
    return {}, {}, {}, False


def _flatten(values: QueryDict) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, texts in values.lists():
        indexed = INDEXED.match(name)
        if indexed:
            kept = flat.get(indexed[1])
            flat[indexed[1]] = [*(kept if isinstance(kept, list) else []), *storable(texts)]
        else:
            flat[name] = storable(texts[-1])
    return flat


def _header_token(request: HttpRequest) -> str:
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    return rest.strip() if scheme.lower() == "bearer" or (scheme == "OAuth" and "=" not in rest) else ""
