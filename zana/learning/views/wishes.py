"""What an organisation wants in its own day."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zana.kernel.errors import Refusal
from zana.learning.actions import wishes as actions
from zana.learning.day_forms import WishForm
from zana.learning.queries.wishes import is_day_agreed, list_wishes
from zana.learning.queries.wording import title_of_topic
from zana.learning.views.asking import who
from zana.people.access import access
from zana.people.models import Organisation
from zana.ui.words import words


@access("plans.wish")
def tell_wishes(request: HttpRequest, org: Organisation) -> HttpResponse:
    """A form until the day is agreed; afterwards what was said."""
    told = list_wishes(org)
    sent = request.POST if request.method == "POST" else None  # nothing ticked takes all back
    form = WishForm(sent, initial={"topics": [wish.topic for wish in told]})
    if form.is_valid():
        try:
            actions.tell_wishes(by=who(request), organisation=org, topics=form.cleaned_data["topics"])
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            messages.success(request, _("Thank you, noted. You can change it until the day is agreed."))
            return redirect("learning:plan", org=org.ref)
    context = {"org": org, "form": form, "is_agreed": is_day_agreed(org), "told": told[0] if told else None}
    context["titles"] = [title_of_topic(wish.topic) for wish in told]
    return render(request, "learning/wishes.html", context)
