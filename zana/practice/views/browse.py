"""The people's side: worlds, a feed, profiles, posts."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render

from zana.people.access import public
from zana.people.models import Person
from zana.practice.dialects.call import storable
from zana.practice.forms.accounts import NETWORKS
from zana.practice.forms.posting import AnswerForm, BoostForm
from zana.practice.models import Actor, Item
from zana.practice.queries.attention import followers_of
from zana.practice.queries.feed import show_items
from zana.practice.queries.items import (
    answers_to,
    conversation_of,
    feed_of,
    may_moderate,
    posts_on,
    stories_on,
    waiting_on,
)
from zana.practice.queries.noted import noted_by
from zana.practice.queries.worlds import accounts_named, list_worlds, listed_worlds, people_of
from zana.practice.views.chosen import read_choices, remember, safe_next
from zana.practice.views.entering import Here, enter
from zana.practice.views.trainers import is_trainer

FEED_SIZE, ANSWERS, FOUND, LONGEST = 20, 200, 30, 60
SHOWN_NETWORKS = (Item.FACEBOOK, Item.INSTAGRAM, Item.X)


@public
def show_worlds(request: HttpRequest) -> HttpResponse:
    user = getattr(request, "user", None)
    trainer = isinstance(user, Person) and is_trainer(user)
    return render(request, "practice/worlds.html", {"worlds": listed_worlds(read_choices(request)), "trainer": trainer})


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
    here = enter(request, world)
    network = request.GET.get("network", "")
    wanted = network if network in SHOWN_NETWORKS else ""
    page = Paginator(feed_of(here.world, wanted), FEED_SIZE).get_page(request.GET.get("page"))
    posts = show_items(list(page.object_list), here.world.now(), here.everyone)
    context = here.page("feed", posts=posts, network=wanted, networks=SHOWN_NETWORKS, page=page)
    return render(request, "practice/feed.html", context)


@public
def find_account(request: HttpRequest, world: str) -> HttpResponse:
    """By name or short name: how one meets an account that has not spoken yet, a copy of one's own too."""
    here = enter(request, world)
    asked = storable(request.GET.get("q", "")).strip()[:LONGEST]
    found = accounts_named(here.world, asked)[:FOUND] if asked else []
    return render(request, "practice/find.html", here.page("feed", asked=asked, found=found))


@public
def show_profile(request: HttpRequest, world: str, actor: str) -> HttpResponse:
    here = enter(request, world)
    joined = here.world.actors.select_related("world", "avatar", "cover", "linked_page")
    whose = get_object_or_404(joined, remote_id=actor)
    network = NETWORKS.get(whose.kind)
    owned = here.works_for(whose)
    page = Paginator(posts_on(whose), FEED_SIZE).get_page(request.GET.get("page"))
    now = here.world.now()
    context = here.page(
        "profile", whose=whose, owned=owned, noted=noted_by(here.me), page=page,
        is_me=here.me is not None and here.me.pk == whose.pk,
        followers=followers_of(whose) if network else None, number=page.paginator.count,
        stories=show_items(list(stories_on(whose)), now) if network in (Item.FACEBOOK, Item.INSTAGRAM) else [],
        waiting=list(waiting_on(whose)) if owned else [],
        posts=show_items(list(page.object_list) if network else [], now, here.everyone),
        network=network, blockers=[one for one in here.accounts if one.kind == whose.kind and not owned],
    )  # fmt: skip
    return render(request, "practice/profile.html", context)


@public
def show_post(request: HttpRequest, world: str, item: str) -> HttpResponse:
    here = enter(request, world)
    standing = here.world.items.filter(removed_at=None, state=Item.PUBLISHED)
    joined = standing.select_related("author", "wall", "world", "stir", "root", "reply_to").prefetch_related("pictures")
    return _show_post(request, here, get_object_or_404(joined, remote_id=item))


def _show_post(request: HttpRequest, here: Here, post: Item, form: AnswerForm | None = None) -> HttpResponse:
    answers = conversation_of(post) if post.root_id is None else answers_to(post)
    now, me = here.world.now(), here.me
    shown, *said = show_items([post, *answers.order_by("created_at", "id")[:ANSWERS]], now, here.everyone)
    context: dict[str, Any] = here.page(
        "feed", post=shown, answers=said, noted=noted_by(me),
        moderates=me is not None and may_moderate(me, post), owned=here.works_for(post.author),
        speaker=here.speaker(post.network), boost=BoostForm(),
        form=form or (AnswerForm(me, post.network) if me is not None else None),
    )  # fmt: skip
    return render(request, "practice/post.html", context, status=422 if form is not None else 200)


@public
def find_post(request: HttpRequest, item: str) -> HttpResponse:
    """The address at which X shows a post whose id alone is known."""
    found = get_object_or_404(Item.objects.select_related("world"), remote_id=item)
    return redirect("practice:post", found.world.ref, found.remote_id)


@public
def find_profile(request: HttpRequest, actor: str) -> HttpResponse:
    found = get_object_or_404(Actor.objects.select_related("world"), remote_id=actor)
    return redirect("practice:profile", found.world.ref, found.remote_id)
