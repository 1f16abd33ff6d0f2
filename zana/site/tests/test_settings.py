"""Settings are read from the environment when a process starts; here the file is read again under another one."""

import runpy

import pytest
from django.core.exceptions import ImproperlyConfigured

from zana.site import settings as house


@pytest.fixture
def read(monkeypatch, tmp_path):
    """read(NAME=value, ...) -> everything the settings say."""

    def read_settings(**environment):
        monkeypatch.setenv("ZANA_HOME", str(tmp_path))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(house.__file__)

    return read_settings


@pytest.mark.parametrize(
    ("address", "secure"), [("https://zana.example", True), ("http://localhost:8000", False)], ids=["https", "http"]
)
def test_https_makes_cookies_secure_and_believes_the_proxy(read, address, secure):
    said = read(ZANA_BASE_URL=address)

    cookies = {said[name] for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE")}
    assert cookies == {secure}
    assert said["SECURE_PROXY_SSL_HEADER"] == (("HTTP_X_FORWARDED_PROTO", "https") if secure else None)
    assert said["SECURE_HSTS_SECONDS"] == (31_536_000 if secure else 0)


def test_visitors_are_counted_behind_as_many_proxies_as_we_say(read):
    assert read(ZANA_PROXIES="2")["ALLAUTH_TRUSTED_PROXY_COUNT"] == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ZANA_LEASE_SECONDS", "half a minute"),
        ("ZANA_PROXIES", "-1"),
        ("ZANA_DEBUG", "perhaps"),
        ("ZANA_EMAIL_URL", "pigeon://loft"),
        ("ZANA_DATABASE_URL", "drawer://left"),
    ],
)
def test_setting_that_makes_no_sense_is_refused(read, name, value):
    with pytest.raises(ImproperlyConfigured):
        read(**{name: value})


def test_secret_of_the_environment_goes_before_the_kept_one(read, tmp_path, monkeypatch):
    monkeypatch.delenv("ZANA_SECRET_KEY", raising=False)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "secret_key").write_text("kept\n")

    assert read()["SECRET_KEY"] == "kept"
    assert read(ZANA_SECRET_KEY="said")["SECRET_KEY"] == "said"


def test_mail_server_is_read_from_its_address(read):
    said = read(ZANA_EMAIL_URL="smtp://zana:p%40ss@mail.example")

    found = {
        name: said[f"EMAIL_{name}"] for name in ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    }
    assert found == {
        "HOST": "mail.example",
        "PORT": 587,
        "HOST_USER": "zana",
        "HOST_PASSWORD": "p@ss",
        "USE_TLS": True,
        "USE_SSL": False,
    }
