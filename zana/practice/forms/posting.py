"""Posting, answering, writing privately."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zana.practice.forms.accounts import KINDS, NETWORKS, AccountChoice, choose_among, look
from zana.practice.models import Actor, Item, Picture, World
from zana.practice.rules.audience_parameters import BOOST_MOST
from zana.practice.rules.weight import MOST, weigh

LONGEST_TEXT = 63_206
LONGEST_CAPTION = 2_200
PICTURES = 4
MOST_FILM = 64 * 1024 * 1024


def _more_pictures() -> list[tuple[str, str]]:
    """The names of the fields beside the first picture."""
    return [(f"picture_{number}", f"alt_text_{number}") for number in range(2, PICTURES + 1)]


class PostForm(forms.Form):
    account = AccountChoice(label=_("Post as"), queryset=Actor.objects.none(), empty_label=None)
    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 5}), required=False, max_length=LONGEST_TEXT
    )
    picture = forms.FileField(label=_("Picture"), required=False)
    alt_text = forms.CharField(
        label=_("What the picture shows"),
        help_text=_("One or two sentences for people who cannot see it."),
        required=False,
        max_length=1000,
    )
    film = forms.FileField(label=_("Video"), required=False, help_text=_("An MP4 file, at most 64 MB."))
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    form = forms.ChoiceField(
        label=_("As what"), required=False, initial=Item.POST,
        choices=[(Item.POST, _("a post that stays")), (Item.STORY, _("a story that is gone after a day"))],
    )  # fmt: skip
    when = forms.DateTimeField(
        label=_("Publish later"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Empty = now. The clock of this world counts."),
    )  # fmt: skip

    def __init__(self, me: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.world: World = me.world
        mine = Actor.objects.filter(kind__in=NETWORKS, roles__person=me).select_related("world").order_by("id")
        choose_among(self, "account", mine)
        for number, (picture, alt_text) in enumerate(_more_pictures(), 2):
            self.fields[picture] = forms.FileField(label=_("Picture %(n)d") % {"n": number}, required=False)
            self.fields[alt_text] = forms.CharField(
                label=_("What picture %(n)d shows") % {"n": number}, required=False, max_length=1000
            )

    @property
    def more_pictures(self) -> list[Any]:
        return [self[name] for pair in _more_pictures() for name in pair]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        account = given.get("account")
        if account is None:
            return given
        network = NETWORKS[account.kind]
        pairs = [("picture", "alt_text"), *_more_pictures()]
        looked = [(look(self, picture, network), given.get(alt, "")) for picture, alt in pairs]
        given["looked"] = [(found, alt) for found, alt in looked if found is not None]
        self._check_content(given, network)
        self._check_text(given.get("text", ""), network)
        if given.get("when") and given["when"] <= self.world.now():
            self.add_error("when", _("That moment is over in this world."))
        if given.get("form") == Item.STORY and network == Item.X:
            self.add_error("form", _("X has no stories."))
        return given

    def _check_content(self, given: dict[str, Any], network: str) -> None:
        shown = any(given.get(name) for name in ("picture", "film", *(pair[0] for pair in _more_pictures())))
        if not given.get("text", "").strip() and not shown:
            self.add_error("text", _("Write something or choose a picture."))
        if (network == Item.INSTAGRAM or given.get("form") == Item.STORY) and not shown:
            self.add_error("picture", _("Here a post needs a picture or a video."))
        film = given.get("film")
        if film and film.size > MOST_FILM:
            self.add_error("film", _("The video is too large."))

    def _check_text(self, text: str, network: str) -> None:
        if network == Item.X and (units := weigh(text)) > MOST:
            self.add_error("text", _("X takes %(most)d units, this is %(units)d.") % {"most": MOST, "units": units})
        if network == Item.INSTAGRAM and len(text) > LONGEST_CAPTION:
            self.add_error("text", _("Instagram takes %(most)d letters.") % {"most": LONGEST_CAPTION})


class DescribeForm(forms.Form):
    """A description for each picture of a post that is out already."""

    def __init__(self, pictures: list[Picture], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pictures = pictures
        for number, picture in enumerate(pictures, 1):
            alone = _("What the picture shows")
            self.fields[f"alt_{picture.pk}"] = forms.CharField(
                label=alone if len(pictures) == 1 else _("What picture %(n)d shows") % {"n": number},
                help_text=_("One or two sentences for people who cannot see it."),
                required=False, initial=picture.alt_text, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip

    @property
    def beside(self) -> list[tuple[Picture, Any]]:
        """Each picture with its field."""
        return [(one, self[f"alt_{one.pk}"]) for one in self.pictures]

    @property
    def texts(self) -> dict[int, str]:
        return {one.pk: self.cleaned_data[f"alt_{one.pk}"] for one in self.pictures}


class AnswerForm(forms.Form):
    """A comment or reply. On X and Instagram only accounts speak, on Facebook people too."""

    account = AccountChoice(label=_("Answer as"), queryset=Actor.objects.none(), empty_label=None)
    text = forms.CharField(label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 3}), max_length=8000)

    def __init__(self, me: Actor, network: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = set(Actor.objects.filter(kind=KINDS[network], roles__person=me).values_list("pk", flat=True))
        if network == Item.FACEBOOK:
            mine.add(me.pk)
        choose_among(self, "account", Actor.objects.filter(pk__in=mine).order_by("kind", "id"))


class MessageForm(forms.Form):
    text = forms.CharField(label=_("Your message"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class BoostForm(forms.Form):
    euros = forms.IntegerField(
        label=_("Euros"), min_value=1, max_value=BOOST_MOST, initial=10,
        help_text=_("Invented money. Each further euro brings fewer people than the one before."),
    )  # fmt: skip
