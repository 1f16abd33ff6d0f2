"""Words for the pictures of a post that is out already."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people.access import public
from zana.practice.actions.posts import describe_pictures
from zana.practice.forms.posting import DescribeForm
from zana.practice.models import Item
from zana.practice.queries.items import standing
from zana.practice.views.entering import enter_as_me, own_account


@public
def describe(request: HttpRequest, world: str, item: str) -> HttpResponse:
    """Facebook and Instagram let you say later what a picture shows, X only when you post it."""
    here, me = enter_as_me(request, world)
    joined = standing(here.world).select_related("author", "world").filter(root=None)
    post = get_object_or_404(joined, remote_id=item)
    own_account(here, me, post.author.remote_id, "CREATE_CONTENT")
    if post.network == Item.X:
        raise Refusal(say("X takes a description only when you post. Delete the post and write it again."))
    form = DescribeForm(list(post.pictures.all()), request.POST or None)
    if not form.is_valid():
        context = here.page("feed", post=post, form=form)
        return render(request, "practice/describe.html", context, status=422 if form.errors else 200)
    describe_pictures(item=post, texts=form.texts, by=me)
    return redirect("practice:post", world, item)
