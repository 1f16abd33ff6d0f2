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


def collect_parts(said: str, files: Sequence[UploadedFile[Any]]) -> Parts:
    """What a browser took out of a ZIP, checked as if a stranger had sent it: `said` names the files in order."""
    limits = Limits()
    try:
        about = json.loads(said)
        names, listed, newest = list(about["names"]), int(about["listed"]), str(about["newest"])
        newest_at = datetime.fromisoformat(newest).astimezone(UTC) if newest else None
    except (ValueError, TypeError, KeyError, RecursionError) as wrong:
        raise Refusal(_MISFIT) from wrong
    sizes = [file.size or 0 for file in files]
    if (
        len(names) != len(files)
        or len(set(map(str, names))) != len(names)
        or not all(isinstance(name, str) and may_read(name) for name in names)
        or max(sizes, default=0) > limits.member
        or sum(sizes) > limits.total
        or not 0 <= listed <= limits.members
    ):
        raise Refusal(_MISFIT)
    return Parts({name: file.read() for name, file in zip(names, files, strict=True)}, listed, newest_at)


_MISFIT = say("What the browser sent does not fit together. Give the archive again; nothing was kept.")
