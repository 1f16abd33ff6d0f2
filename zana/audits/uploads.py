"""An archive somebody gives goes into a file that has no name, and is gone when the answer is written."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest


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
