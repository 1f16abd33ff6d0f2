"""Takes in one picture without ever holding more of it than we would clean."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class PictureUpload(FileUploadHandler):
    """Lets go of a file that is too large (`has_overflowed`) and reads on: the text beside it must not be lost.

    What it keeps has no name on the disk, so a process that dies leaves no photo behind.
    """

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.most = most
        self.has_overflowed = False
        self._kept: IO[bytes] | None = None
        self._taken = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._close()
        self._kept = TemporaryFile()  # noqa: SIM115  # it lives as long as the request
        self._taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._taken += len(raw_data)
        if self._taken > self.most:
            self.has_overflowed = True
            self._close()
            raise SkipFile
        if self._kept is not None:
            self._kept.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        if self._kept is None:
            return None
        self._kept.seek(0)
        file, self._kept = self._kept, None
        return UploadedFile(file, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        self._close()

    def _close(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None
