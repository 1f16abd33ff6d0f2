"""Error bodies of the Graph dialect, as `reference` tables them."""

import secrets
from typing import Any

from django.http import JsonResponse

from zana.practice.models import Fault

WAIT_SECONDS = 300.0


class GraphError(Exception):
    def __init__(
        self, code: int, message: str, *, subcode: int = 0, status: int = 400, kind: str = "OAuthException",
        transient: bool = False, title: str = "", advice: str = "", extra: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(message)
        self.code, self.message, self.subcode, self.status = code, message, subcode, status
        self.kind, self.transient, self.title, self.advice = kind, transient, title, advice
        self.extra = extra or {}
        self.wait_seconds = 0.0

    def body(self) -> dict[str, Any]:
        error: dict[str, Any] = {"message": self.message, "type": self.kind, "code": self.code}
        if self.subcode:
            error["error_subcode"] = self.subcode
        if self.transient or self.title:
            error["is_transient"] = self.transient
        if self.title:
            error["error_user_title"], error["error_user_msg"] = self.title, self.advice
        error.update(self.extra)
        error["fbtrace_id"] = "A" + secrets.token_urlsafe(16)
        return {"error": error}

    def answer(self) -> JsonResponse:
        return JsonResponse(self.body(), status=self.status)


def bad_parameter(message: str) -> GraphError:
    return GraphError(100, f"(#100) {message}")


def no_such_object(remote_id: str, method: str = "get") -> GraphError:
    return GraphError(
        100,
        f"Unsupported {method.lower()} request. Object with ID '{remote_id}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation",
        subcode=33,
        kind="GraphMethodException",
    )


def no_such_field(name: str, node: str) -> GraphError:
    return bad_parameter(f"Tried accessing nonexisting field ({name}) on node type ({node})")


def no_permission(scope: str) -> GraphError:
    return GraphError(200, f"(#200) Requires {scope} permission to manage the object", status=403)


def bad_token(subcode: int = 0) -> GraphError:
    words = {
        0: "Invalid OAuth access token - Cannot parse access token",
        459: "Error validating access token: The user is enrolled in a blocking, logged-in checkpoint.",
        464: "Error validating access token: Sessions for the user are not allowed because the user is not confirmed.",
        492: "Error validating access token: The user must be an administrator, editor, or moderator of the page in "
        "order to impersonate it.",
        458: "Error validating access token: The user has not authorized this application.",
        460: "Error validating access token: The session has been invalidated because the user changed their "
        "password or the session was changed for security reasons.",
        463: "Error validating access token: Session has expired.",
        467: "Error validating access token: This may be because the user logged out.",
    }
    return GraphError(190, words.get(subcode, words[467]), subcode=subcode)


def bad_picture() -> GraphError:
    return GraphError(
        324, "(#324) Missing or invalid image file", subcode=1366046, title="Can't Read Files",
        advice="Your photos couldn't be uploaded. Photos should be smaller than 4 MB and saved as JPG or PNG.",
    )  # fmt: skip


def not_allowed(message: str) -> GraphError:
    return GraphError(10, f"(#10) {message}", status=403)


def missing_token() -> GraphError:
    return GraphError(104, "An access token is required to request this resource.", status=400)


# Which limit was reached, by the code of the error: a page token meets the page's, a user token the program's.
LIMITS: dict[int, tuple[str, int]] = {
    4: ("(#4) Application request limit reached", 403),
    17: ("(#17) User request limit reached", 400),
    32: ("(#32) Page request limit reached", 403),
    341: ("(#341) Application limit reached", 400),
    613: ("(#613) Calls to this api have exceeded the rate limit.", 400),
    80001: ("(#80001) There have been too many calls to this Page account. Wait a bit and try again.", 400),
    80002: ("(#80002) There have been too many calls to this Instagram account. Wait a bit and try again.", 400),
    80006: ("(#80006) There have been too many calls to this Messenger account. Wait a bit and try again.", 400),
}


def limit_error(code: int) -> GraphError:
    message, status = LIMITS[code]
    return GraphError(code, message, status=status, transient=True)


def fault_error(fault: Fault, *, of_page: bool = True) -> GraphError:
    """What a rehearsed fault looks like in this dialect; `seconds` of a limit is how long to wait."""
    if fault.kind == "rate_limited":
        code = fault.detail.get("code")
        error = limit_error(code if code in LIMITS else 32 if of_page else 4)
    else:
        error = _fault_error(fault.kind)
    error.wait_seconds = fault.seconds or WAIT_SECONDS
    return error


def _fault_error(kind: str) -> GraphError:
    return {
        "token_expired": bad_token(463),
        "token_revoked": bad_token(458),
        "permission_missing": no_permission("pages_manage_posts"),
        "broken_before": GraphError(2, "Service temporarily unavailable", status=500, transient=True),
        "broken_after": GraphError(1, "An unknown error occurred", status=500, transient=True),
        "refused": GraphError(
            368,
            "The action attempted has been deemed abusive or is otherwise disallowed",
            subcode=1404102,
            title="Your content couldn't be shared",
            advice="It goes against our Community Standards.",
        ),
        "duplicate": GraphError(506, "Duplicate status message"),
        "media_refused": bad_picture(),
    }[kind]
