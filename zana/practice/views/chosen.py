"""Who I am in a world: picked, not proven; it is an exercise. Kept in a signed cookie, one person per world."""

from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from zana.practice.models import Actor, World

COOKIE = "prova_who"
SALT = "practice.who"
LONGEST = 12  # worlds remembered


def read_choices(request: HttpRequest) -> dict[str, str]:
    """World ref -> remote id of the person; the latest choice stands last."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return {}
    return kept if isinstance(kept, dict) else {}


def me_in(request: HttpRequest, world: World) -> Actor | None:
    remote_id = read_choices(request).get(world.ref, "")
    return world.actors.filter(kind=Actor.PERSON, remote_id=remote_id).select_related("world").first()


def latest_me(request: HttpRequest) -> Actor | None:
    """The person I picked last, in whichever world."""
    for ref, remote_id in reversed(read_choices(request).items()):
        people = Actor.objects.filter(kind=Actor.PERSON, world__ref=ref, remote_id=remote_id)
        person = people.select_related("world").first()
        if person is not None:
            return person
    return None


def remember(response: HttpResponseBase, request: HttpRequest, person: Actor) -> None:
    choices = read_choices(request)
    choices.pop(person.world.ref, None)
    choices[person.world.ref] = person.remote_id
    kept = dict(list(choices.items())[-LONGEST:])
    value = signing.dumps(kept, salt=SALT, compress=True)
    response.set_cookie(
        COOKIE, value, max_age=30 * 86_400, httponly=True, samesite="Lax", secure=request.is_secure(), path="/practice/"
    )


def safe_next(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is one of our own pages."""
    onward = request.POST.get("next") or request.GET.get("next") or ""
    return onward if url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure()) else ""
