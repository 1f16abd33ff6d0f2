from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from zana.kernel.errors import Forbidden


class ForbiddenMiddleware:
    """An action or page that says Forbidden becomes the 403 page; nothing of the thing is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> None:
        if isinstance(problem, Forbidden):
            raise PermissionDenied from problem
