"""`/api/v1/` for programs, `/me/keys/` for the person who gives them keys."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from zana.api import views
from zana.api.house import house
from zana.people.access import Access, public


def _declare(patterns: list[URLPattern | URLResolver]) -> list[URLPattern]:
    """Every route says who may come in, as every page does; one that does not is a bug found at the start."""
    views = [view for _prefix, router in house._routers for view in router.path_operations.values()]
    permissions = {
        operation.url_name or "": {vars(other.view_func)["opens"][0] for other in view.operations}
        for view in views
        for operation in view.operations
    }
    kept = []
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            continue
        if pattern.name in ("openapi-json", "api-root"):  # the shape of the house, and its nothing at the root
            public(pattern.callback)
        else:
            wanted = permissions[pattern.name or ""]
            pattern.callback.zana_access = Access("key", ", ".join(sorted(wanted)))  # type: ignore[attr-defined]  # read by the access walk
        kept.append(pattern)
    return kept


patterns, _app, _namespace = house.urls
pages = [
    path("me/keys/", views.show_keys, name="keys"),
    path("me/keys/revoke/", views.revoke, name="revoke"),
]
urlpatterns = [
    path("", include((pages, "api_pages"))),
    path("api/v1/", include((_declare(patterns), "api"))),
]
