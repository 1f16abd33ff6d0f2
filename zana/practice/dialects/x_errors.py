"""Error bodies of the X dialect: problem+json."""

from typing import Any

from django.http import JsonResponse

from zana.practice.models import Fault

PROBLEMS = "https://api.twitter.com/2/problems/"
CONTENT_TYPE = "application/problem+json"


class XError(Exception):
    def __init__(self, status: int, title: str, detail: str, kind: str = "about:blank", **more: Any) -> None:
        super().__init__(detail)
        self.wait_seconds = 0.0
        self.status, self.title, self.detail, self.kind, self.more = status, title, detail, kind, more

    def body(self) -> dict[str, Any]:
        return {**self.more, "title": self.title, "detail": self.detail, "type": self.kind, "status": self.status}

    def answer(self) -> JsonResponse:
        return JsonResponse(self.body(), status=self.status, content_type=CONTENT_TYPE)


class OAuthError(Exception):
    """What the token endpoint answers: plain OAuth 2 words."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error, self.description, self.status = error, description, status

    def answer(self) -> JsonResponse:
        return JsonResponse({"error": self.error, "error_description": self.description}, status=self.status)


def unauthorized() -> XError:
    return XError(401, "Unauthorized", "Unauthorized")


def forbidden(detail: str = "You are not permitted to perform this action.") -> XError:
    return XError(403, "Forbidden", detail)


def duplicate() -> XError:
    return forbidden("You are not allowed to create a Tweet with duplicate content.")


def invalid(parameter: str, value: Any, message: str) -> XError:
    return XError(
        400, "Invalid Request", "One or more parameters to your request was invalid.", PROBLEMS + "invalid-request",
        errors=[{"parameters": {parameter: [str(value)]}, "message": message}],
    )  # fmt: skip


def unknown_route() -> XError:
    return XError(404, "Not Found", "Not Found")


def too_many() -> XError:
    return XError(
        429, "Too Many Requests", "Too Many Requests", errors=[{"code": 88, "message": "Rate limit exceeded"}]
    )


def missing(identity: str, kind: str = "tweet", parameter: str = "id") -> dict[str, Any]:
    """An entry of `errors[]` in an answer that is otherwise 200."""
    return {
        "value": identity,
        "detail": f"Could not find {kind} with {parameter}: [{identity}].",
        "title": "Not Found Error",
        "resource_type": kind,
        "parameter": parameter,
        "resource_id": identity,
        "type": PROBLEMS + "resource-not-found",
    }


def fault_error(fault: Fault) -> XError:
    error = _fault_error(fault.kind)
    error.wait_seconds = fault.seconds
    return error


def _fault_error(kind: str) -> XError:
    unavailable = XError(503, "Service Unavailable", "Service Unavailable")
    return {
        "rate_limited": too_many(),
        "token_expired": unauthorized(),
        "token_revoked": unauthorized(),
        "permission_missing": forbidden(),
        "broken_before": unavailable,
        "broken_after": unavailable,
        "refused": forbidden(),
        "duplicate": duplicate(),
    }[kind]
