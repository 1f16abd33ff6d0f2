"""Archives nobody's network would make. Each name says what is wrong with it."""

import io
import json
import struct
import zipfile

from zana.audits.tests.archives import CHROME, ago, facebook_files, pack

SCRIPT = "<script>alert(1)</script>"
TURNED = "\u202egpj.\u0007exe"


def directory_at(data):
    return struct.unpack_from("<L", data, data.rindex(b"PK\x05\x06") + 16)[0]


def _changed(data, at, packing, *values):
    changed = bytearray(data)
    struct.pack_into(packing, changed, at, *values)
    return bytes(changed)


def _good(**more):
    return pack(facebook_files(**more)).getvalue()


def _twice():
    file = io.BytesIO()
    name = f"a/{SCRIPT}"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "{}")
        archive.writestr(name.replace("1", "2"), "[]")
    return file.getvalue().replace(name.replace("1", "2").encode(), name.encode())


def _entry(name, attributes=0, data=b"{}"):
    file = io.BytesIO(_good())
    with zipfile.ZipFile(file, "a") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = attributes
        archive.writestr(info, data)
    return file.getvalue()


def _bomb():
    return pack({"a/account_activity.json": b" " * 13_000_000}).getvalue()


def _many():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(20_000):
            archive.writestr(zipfile.ZipInfo(f"m/{number}"), b"")
        archive.writestr("account_activity.json", '{"account_activity_v2": []}')
    return file.getvalue()


def _lying_64():
    """The end record says: look at the 64-bit one; which points past the end."""
    data = _good()
    end = data.rindex(b"PK\x05\x06")
    place = struct.pack("<4sLQL", b"PK\x06\x07", 0, 2**62, 1)
    wide = data[:end] + place + data[end:]
    return _changed(wide, end + 20 + 8, "<HHLL", 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)


DAMAGED = "The archive is damaged or was not downloaded to its end."
LOCKED = "The archive is locked with a password."
CLIMBS = "A file in the archive has a path that leads out of it."

# What is refused whole, and with which words.
REFUSED = {
    "bomb": (_bomb, "account_activity.json would unpack to far more"),
    "nested": (lambda: pack({"inner.zip": _good()}).getvalue(), "There is another ZIP inside this ZIP."),
    "one name twice": (_twice, "Two files in the archive have the same name, script>."),
    "climbing": (lambda: _entry("../../etc/passwd"), CLIMBS),
    "absolute": (lambda: _entry("/etc/passwd"), CLIMBS),
    "drive": (lambda: _entry("C:/a.json"), CLIMBS),
    "backslash": (lambda: _entry("a\\..\\b.json"), CLIMBS),
    "encrypted": (lambda: _changed(d := _good(), directory_at(d) + 8, "<H", 1), LOCKED),
    "lying about 64 bits": (_lying_64, DAMAGED),
    "wrong sum": (lambda: _changed(d := _good(), directory_at(d) + 16, "<L", 7), DAMAGED),
    "cut short": (lambda: _good()[:-40], DAMAGED),
    "another length": (lambda: _changed(d := _good(), directory_at(d) + 24, "<L", 9), "two-factor_authentication.json"),
}

# What is read, and safely.
READ = {
    "link": lambda: _entry("facebook-a/link", 0o120777 << 16, b"/etc/passwd"),
    "script and signs in names": lambda: _entry(f"x/{SCRIPT}/{TURNED}\x1b[31m.jpg"),
    "twenty thousand names": _many,
    "deep": lambda: _good(sessions=b'{"active_sessions_v2": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "endless number": lambda: _good(sessions=b'{"active_sessions_v2": [{"updated_timestamp": ' + b"9" * 5000 + b"}]}"),
    "no numbers": lambda: _good(
        sessions=b'{"active_sessions_v2": [{"updated_timestamp": NaN, "created_timestamp": -Infinity}]}'
    ),
    "huge float": lambda: _good(sessions=b'{"active_sessions_v2": [{"updated_timestamp": 1e400}]}'),
    "no text": lambda: _good(sessions=b'{"active_sessions_v2": [{"location": "\xff\xfe\xc3"}]}'),
    "half a letter": lambda: _good(sessions=b'{"active_sessions_v2": [{"location": "\\ud800"}]}'),
    "script in what is shown": lambda: _good(
        apps={"installed_apps_v2": [{"name": f"{SCRIPT}{TURNED}", "category": "active", "added_timestamp": ago(9)}]}
    ),
    "endless name": lambda: _good(
        devices={"recognized_devices_v2": [{"name": "x" * 500_000, "user_agent": CHROME * 1000}]}
    ),
    "same key twice": lambda: _good(sessions=b'{"active_sessions_v2": [], "active_sessions_v2": [{}]}'),
    "texts for lists": lambda: _good(
        **dict.fromkeys(("sessions", "records", "activity", "pages"), json.dumps("x").encode())
    ),
}
