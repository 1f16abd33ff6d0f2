"""The people's side: worlds, a feed, profiles, posts."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render

from zana.people.access import public
from zana.people.models import Person
from zana.practice.actions.reading import catch_up
from zana.practice.dialects.call import storable
from zana.practice.forms import AnswerForm
from zana.practice.models import Actor, Item, World
from zana.practice.queries.attention import followers_of
from zana.practice.queries.feed import show_items
from zana.practice.queries.items import answers_to, conversation_of, feed_of, may_moderate, posts_on
from zana.practice.queries.worlds import list_worlds, people_of
from zana.practice.views.chosen import me_in, remember, safe_next
from zana.practice.views.trainers import is_trainer

FEED_SIZE = 20


@public
def show_worlds(request: HttpRequest) -> HttpResponse:
    user = getattr(request, "user", None)
    trainer = isinstance(user, Person) and is_trainer(user)
    return render(request, "practice/worlds.html", {"worlds": list_worlds(), "trainer": trainer})


@public
def choose_person(request: HttpRequest, world: str) -> HttpResponse:
    found = get_object_or_404(list_worlds(), ref=world)
    onward = safe_next(request) or f"/practice/w/{found.ref}/"
    people = people_of(found)
    if request.method != "POST":
        return render(request, "practice/who.html", {"world": found, "people": people, "next": onward})
    person = get_object_or_404(people.select_related("world"), remote_id=storable(request.POST.get("person", "")))
    answer = HttpResponseRedirect(onward)
    remember(answer, request, person)
    return answer


@public
def show_feed(request: HttpRequest, world: str) -> HttpResponse:
    found = _enter(world)
    items = list(feed_of(found)[:FEED_SIZE])
    context = {"world": found, "me": me_in(request, found), "posts": show_items(items, found.now()), "tab": "feed"}
    return render(request, "practice/feed.html", context)


@public
def show_profile(request: HttpRequest, world: str, actor: str) -> HttpResponse:
    found = _enter(world)
    whose = get_object_or_404(found.actors.select_related("world"), remote_id=actor)
    posts = list(posts_on(whose)[:FEED_SIZE]) if whose.kind != Actor.PERSON else []
    followers = followers_of(whose) if whose.kind in (Actor.PAGE, Actor.X_ACCOUNT) else None
    context = {
        "world": found, "me": me_in(request, found), "whose": whose, "followers": followers,
        "posts": show_items(posts, found.now()), "tab": "profile",
    }  # fmt: skip
    return render(request, "practice/profile.html", context)


@public
def show_post(request: HttpRequest, world: str, item: str) -> HttpResponse:
    found = _enter(world)
    standing = found.items.filter(removed_at=None, state=Item.PUBLISHED)
    joined = standing.select_related("author", "wall", "world", "stir", "root").prefetch_related("pictures")
    post = get_object_or_404(joined, remote_id=item)
    answers = conversation_of(post) if post.root_id is None else answers_to(post)
    me = me_in(request, found)
    context = {
        "world": found, "me": me, "post": show_items([post], found.now())[0], "tab": "feed",
        "answers": show_items(list(answers.order_by("created_at", "id")), found.now()),
        "moderates": me is not None and may_moderate(me, post),
        "form": AnswerForm(me, post.network) if me is not None else None,
    }  # fmt: skip
    return render(request, "practice/post.html", context)


@public
def find_post(request: HttpRequest, item: str) -> HttpResponse:
    """The address at which X shows a post whose id alone is known."""
    found = get_object_or_404(Item.objects.select_related("world"), remote_id=item)
    return redirect("practice:post", found.world.ref, found.remote_id)


@public
def find_profile(request: HttpRequest, actor: str) -> HttpResponse:
    found = get_object_or_404(Actor.objects.select_related("world"), remote_id=actor)
    return redirect("practice:profile", found.world.ref, found.remote_id)


def _enter(ref: str) -> World:
    world = get_object_or_404(list_worlds(), ref=ref)
    catch_up(world=world)
    return world
