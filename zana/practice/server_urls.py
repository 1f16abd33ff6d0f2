"""What the practice network serves when it runs alone: its own pages and the frame's language switch."""

from django.urls import include, path
from django.views.generic import RedirectView

from zana.people.access import public
from zana.ui import views as ui

frame = [path("language/", public(ui.switch_language), name="language")]

urlpatterns = [
    path("", public(RedirectView.as_view(url="/practice/"))),
    path("", include((frame, "ui"))),
    path("practice/", include("zana.practice.urls")),
]
