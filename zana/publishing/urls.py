from __future__ import annotations

from django.urls import path

from zana.publishing import views

app_name = "publishing"

urlpatterns = [
    path("o/<str:org>/pieces/<str:piece>/approval/", views.show_approval, name="approval"),
    path("o/<str:org>/pieces/<str:piece>/approval/ask/", views.ask_approval, name="ask_approval"),
    path("o/<str:org>/approvals/<str:approval>/approve/", views.approve, name="approve"),
    path("o/<str:org>/approvals/<str:approval>/return/", views.return_piece, name="return_piece"),
    path("o/<str:org>/pieces/<str:piece>/schedule/", views.schedule, name="schedule"),
    path("o/<str:org>/outbox/", views.show_outbox, name="outbox"),
    path("o/<str:org>/outbox/<str:delivery>/", views.show_delivery, name="delivery"),
    path("o/<str:org>/outbox/<str:delivery>/stop/", views.stop_delivery, name="stop_delivery"),
    path("o/<str:org>/outbox/<str:delivery>/again/", views.send_again, name="send_again"),
    path("o/<str:org>/outbox/<str:delivery>/in-hand/", views.take_in_hand, name="take_in_hand"),
    path("o/<str:org>/outbox/<str:delivery>/by-hand/", views.by_hand, name="by_hand"),
    path("o/<str:org>/outbox/<str:delivery>/check/", views.check_delivery, name="check"),
]
