"""The practice network as a WSGI program of its own: no sign-in, no session, no table of the house.

Same settings as the house, with fewer layers around each call; it starts fast and answers fast.
"""

import gc
import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from zana.practice.hosts import FRONTS, ByHostName

LAYERS = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "zana.practice.middleware.know_nobody",
    "zana.ui.middleware.harden_answers",
    "zana.ui.middleware.speak_language",
    "zana.ui.middleware.ShowRefusals",
]


def make_program() -> ByHostName:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zana.site.settings")
    django.setup()
    settings.ROOT_URLCONF = "zana.practice.server_urls"
    settings.MIDDLEWARE = LAYERS
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", *FRONTS, *settings.ALLOWED_HOSTS]
    # A picture may come as base64 inside JSON.
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
    connections.settings["practice"]["CONN_MAX_AGE"] = None
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
        settings.WHITENOISE_USE_FINDERS = True
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a missing one
    from zana.practice.dialects.deliveries import start_postman  # app ready

    start_postman()
    # What has been loaded stays; no call pays for looking through it for rubbish.
    gc.collect()
    gc.freeze()
    return ByHostName(WSGIHandler())


application = make_program()
