"""An archive somebody gives goes into a file that has no name, and is gone when the answer is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from zana.audits.archives.opening import Parts, may_read
from zana.kernel.archive import Limits
from zana.kernel.errors import Refusal
from zana.kernel.words import say


class UnlinkedFileUploadHandler(FileUploadHandler):
    """Stops at `most` bytes: `has_overflowed` says so, and nothing of the file is kept."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.most = most
        self.has_overflowed = False
        self.file: IO[bytes] | None = None  # closed by the parser when it stops
        self._taken = 0

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.file = TemporaryFile()  # noqa: SIM115  # it lives as long as the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._taken += len(raw_data)
        if self._taken > self.most:
            self.has_overflowed = True
            raise StopUpload(connection_reset=False)
        if self.file is not None:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> Any:
        if self.file is None:
            return None
        self.file.seek(0)
        return UploadedFile(self.file, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        if self.file is not None:
            self.file.close()


def collect_parts(said: str, files: Sequence[UploadedFile[Any]]) -> list[Parts]:
    """What a browser took out of one or several ZIPs, checked as if a stranger had sent it.

    `said` names the files in their order, ZIP by ZIP: `[{"names", "listed", "newest"}]`.
    """
    limits = Limits()
    try:
        told = json.loads(said)
        about = [_read_told(each) for each in (told if isinstance(told, list) else [told])]
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as wrong:
        raise Refusal(_MISFIT) from wrong
    sizes = [file.size or 0 for file in files]
    if (
        not 0 < len(about) <= MOST_ZIPS
        or sum(len(names) for names, _, _ in about) != len(files)
        or max(sizes, default=0) > limits.member
        or sum(sizes) > limits.total
        or sum(listed for _, listed, _ in about) > limits.members
    ):
        raise Refusal(_MISFIT)
    left = iter(files)
    return [Parts({name: next(left).read() for name in names}, listed, newest) for names, listed, newest in about]


MOST_ZIPS = 20


def _read_told(about: dict[str, Any]) -> tuple[list[str], int, datetime | None]:
    names, listed, newest = list(about["names"]), int(about["listed"]), str(about["newest"])
    if not all(isinstance(name, str) and may_read(name) for name in names) or len(set(names)) != len(names):
        raise ValueError("names that may not be read, or one twice")
    if listed < 0:
        raise ValueError("fewer than none")
    return names, listed, datetime.fromisoformat(newest).astimezone(UTC) if newest else None


_MISFIT = say("What the browser sent does not fit together. Give the archive again; nothing was kept.")
