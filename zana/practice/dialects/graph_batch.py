"""Up to fifty calls in one; each is answered as if it had come alone, later ones may use earlier answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase, JsonResponse

from zana.practice.dialects.call import Call, storable
from zana.practice.dialects.graph_errors import GraphError, bad_parameter

MOST = 50
# {result=first:$.id} and {result=first:$.data.*.id}
REFERENCE = re.compile(r"\{result=([\w-]+):\$\.([\w.*]+)\}")
Respond = Callable[[Call, str], HttpResponseBase]


def answer_batch(call: Call, respond: Respond) -> HttpResponse:
    """`respond` answers one call at a path."""
    try:
        parts = call.listed("batch")
        if not parts or len(parts) > MOST or not all(isinstance(part, dict) for part in parts):
            raise bad_parameter(f"batch must be an array of 1 to {MOST} requests")
        named: dict[str, Any] = {}
        with_headers = call.flag("include_headers", default=True)
        return JsonResponse([_answer_part(call, part, named, respond, with_headers) for part in parts], safe=False)
    except GraphError as error:
        return error.answer()


def _answer_part(
    call: Call, part: dict[str, Any], named: dict[str, Any], respond: Respond, with_headers: bool
) -> dict[str, Any] | None:
    """`null` stands for a call whose answer was lost or that wished none."""
    address = urlsplit(_fill(str(part.get("relative_url", "")), named))
    body = _fill(str(part.get("body", "")), named)
    params = {**dict(parse_qsl(address.query)), **dict(parse_qsl(body))}
    inner = Call(
        request=call.request,
        method=str(part.get("method", "GET")).upper(),
        params=storable(params),
        files=_files_of(call, str(part.get("attached_files", ""))),
        token=params.get("access_token") or call.token,
    )
    answer = respond(inner, address.path)
    if not isinstance(answer, HttpResponse):
        return None
    text = answer.content.decode()
    name = str(part.get("name", ""))
    if name:
        named[name] = json.loads(text)
        if answer.status_code == 200 and part.get("omit_response_on_success", True) not in (False, "false"):
            return None
    headers = [{"name": name, "value": value} for name, value in answer.items()]
    return {"code": answer.status_code, **({"headers": headers} if with_headers else {}), "body": text}


def _files_of(call: Call, names: str) -> dict[str, UploadedFile[Any]]:
    """The named file as the picture of this part; without a name all of them."""
    wanted = [call.files[name.strip()] for name in names.split(",") if name.strip() in call.files]
    return {"source": wanted[0]} if wanted else call.files


def _fill(text: str, named: dict[str, Any]) -> str:
    return REFERENCE.sub(lambda found: ",".join(_walk(named.get(found[1]), found[2].split("."))), text)


def _walk(value: Any, steps: list[str]) -> list[str]:
    """Every value the steps lead to."""
    if not steps:
        return [str(value)] if isinstance(value, str | int) else []
    if steps[0] == "*":
        return [found for one in value for found in _walk(one, steps[1:])] if isinstance(value, list) else []
    return _walk(value.get(steps[0]), steps[1:]) if isinstance(value, dict) else []
