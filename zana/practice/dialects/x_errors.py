"""Error bodies of the X dialect: problem+json, and the older list of codes below `/1.1/`."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase, JsonResponse

from zana.practice.models import Fault

PROBLEMS = "https://api.twitter.com/2/problems/"
CONTENT_TYPE = "application/problem+json"
OLDER_CODES = {400: 214, 401: 32, 402: 453, 403: 220, 404: 34, 413: 324, 429: 88, 503: 130}


class XError(Exception):
    def __init__(self, status: int, title: str, detail: str, kind: str = "about:blank", **more: Any) -> None:
        super().__init__(detail)
        self.wait_seconds = 0.0
        self.keeps = False  # what was done before it was raised stands
        self.status, self.title, self.detail, self.kind, self.more = status, title, detail, kind, more

    def body(self) -> dict[str, Any]:
        return {**self.more, "title": self.title, "detail": self.detail, "type": self.kind, "status": self.status}

    def answer(self, *, older: bool = False) -> HttpResponseBase:
        if older:
            return JsonResponse(self.older_body(), status=self.status)
        return JsonResponse(self.body(), status=self.status, content_type=CONTENT_TYPE)

    def older_body(self) -> dict[str, Any]:
        words = "Could not authenticate you." if self.status == 401 else self.message()
        return {"errors": [{"code": OLDER_CODES.get(self.status, 131), "message": words}], "error": words}

    def message(self) -> str:
        told = [str(one["message"]) for one in self.more.get("errors", ()) if one.get("message")]
        return told[0] if told else self.detail


class OAuthError(Exception):
    """What the token endpoint answers: plain OAuth 2 words."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error, self.description, self.status = error, description, status

    def answer(self) -> HttpResponseBase:
        return JsonResponse({"error": self.error, "error_description": self.description}, status=self.status)


class SignatureError(Exception):
    """What the addresses of OAuth 1.0a answer."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message

    def answer(self) -> HttpResponseBase:
        return JsonResponse({"errors": [{"code": self.code, "message": self.message}]}, status=self.status)


class Nothing(Exception):
    """An empty body, as a few addresses have it."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status

    def answer(self) -> HttpResponseBase:
        return HttpResponse(b"", status=self.status)


def unauthorized() -> XError:
    return XError(401, "Unauthorized", "Unauthorized")


def forbidden(detail: str = "You are not permitted to perform this action.") -> XError:
    return XError(403, "Forbidden", detail)


def unsupported() -> XError:
    return XError(
        403, "Unsupported Authentication",
        "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint. Supported authentication types "
        "are [OAuth 1.0a User Context, OAuth 2.0 User Context].", PROBLEMS + "unsupported-authentication",
    )  # fmt: skip


def only_program() -> XError:
    return XError(
        403, "Unsupported Authentication",
        "Authenticating with OAuth 2.0 User Context is forbidden for this endpoint. Supported authentication types are "
        "[OAuth 2.0 Application-Only].", PROBLEMS + "unsupported-authentication",
    )  # fmt: skip


def not_in_plan() -> XError:
    """Closed to self-serve programs: likes, reposts, quotes."""
    return XError(
        403, "Forbidden",
        "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from an Enterprise "
        "developer App for this endpoint. Your account is not permitted to access this feature.",
        PROBLEMS + "client-forbidden", reason="client-not-enrolled",
    )  # fmt: skip


def out_of_credits() -> XError:
    return XError(
        402, "CreditsDepleted", "Your enrolled account does not have any credits to fulfill this request.",
        PROBLEMS + "credits",
    )  # fmt: skip


def duplicate() -> XError:
    return forbidden("You are not allowed to create a Tweet with duplicate content.")


def invalid(parameter: str, value: Any, message: str) -> XError:
    return XError(
        400, "Invalid Request", "One or more parameters to your request was invalid.", PROBLEMS + "invalid-request",
        errors=[{"parameters": {parameter: [str(value)[:100]]}, "message": message}],
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


def not_authorized(identity: str, name: str) -> dict[str, Any]:
    """A single field that is not for this reader."""
    return {
        "resource_id": identity,
        "parameter": name,
        "resource_type": "tweet",
        "section": "data",
        "title": "Field Authorization Error",
        "value": name,
        "detail": f"Sorry, you are not authorized to access '{name}' on the Tweet with id : [{identity}].",
        "type": PROBLEMS + "not-authorized-for-field",
    }


def fault_error(fault: Fault) -> XError:
    error = _fault_error(fault.kind)
    error.wait_seconds = fault.seconds
    return error


def _fault_error(kind: str) -> XError:
    unavailable = XError(503, "Service Unavailable", "Service Unavailable")
    known = {
        "rate_limited": too_many(),
        "token_expired": unauthorized(),
        "token_revoked": unauthorized(),
        "permission_missing": forbidden(),
        "broken_before": unavailable,
        "broken_after": unavailable,
        "refused": forbidden(),
        "duplicate": duplicate(),
        "out_of_credits": out_of_credits(),
        "media_refused": invalid("media", "", "Media could not be processed: unsupportedMediaType"),
    }
    return known.get(kind, unavailable)
