from django.urls import path

from zana.networks import views, webhooks

app_name = "networks"

urlpatterns = [
    path("connect/return/", views.receive_return, name="returned"),
    path("hooks/<str:network>/", webhooks.receive, name="hook"),
    path("hooks/<str:network>/rehearsal/", webhooks.receive_rehearsal, name="rehearsal_hook"),
    path("o/<str:org>/accounts/", views.show_accounts, name="accounts"),
    path("o/<str:org>/accounts/connect/", views.choose_network, name="connect"),
    path("o/<str:org>/accounts/by-hand/<str:network>/", views.add_by_hand, name="by_hand"),
    path("o/<str:org>/accounts/sign-in/<str:network>/", views.sign_in, name="sign_in"),
    path("o/<str:org>/accounts/choose/<str:consent>/", views.choose_page, name="choose"),
    path("o/<str:org>/accounts/picture/<str:ref>/", views.show_picture, name="picture"),
    path("o/<str:org>/accounts/<str:account>/", views.show_account, name="account"),
    path("o/<str:org>/accounts/<str:account>/before-and-after/", views.show_looks, name="looks"),
    path("o/<str:org>/accounts/<str:account>/profile/", views.note_profile, name="profile"),
    path("o/<str:org>/accounts/<str:account>/ceiling/", views.set_ceiling, name="ceiling"),
    path("o/<str:org>/accounts/<str:account>/read/", views.read_now, name="read_now"),
    path("o/<str:org>/accounts/<str:account>/disconnect/", views.leave_account, name="disconnect"),
]
