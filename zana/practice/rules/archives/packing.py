"""From named contents to a ZIP as a network hands it out."""

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Files = Mapping[str, Any]  # path -> bytes as they stand, or what becomes JSON


def mojibake(value: Any) -> Any:
    """Meta writes every byte of UTF-8 as if it were a letter of its own; this does the same to every text."""
    if isinstance(value, str):
        return value.encode("utf-8").decode("latin-1")
    if isinstance(value, dict):
        return {mojibake(key): mojibake(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [mojibake(inner) for inner in value]
    return value


def pack(files: Files, root: str, made_at: datetime) -> bytes:
    """`root` is the folder everything stands in, "" for none."""
    stamp = made_at.astimezone(UTC).timetuple()[:6]
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            data = content if isinstance(content, bytes) else json.dumps(content, indent=2).encode()
            archive.writestr(zipfile.ZipInfo(root + path, stamp), data, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "", plain) or "account"


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
