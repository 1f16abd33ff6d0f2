from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase


def know_nobody(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """For the practice network alone: a session cookie of the house on the same host opens nothing here."""

    def layer(request: HttpRequest) -> HttpResponseBase:
        request.user = AnonymousUser()
        return get_response(request)

    return layer
