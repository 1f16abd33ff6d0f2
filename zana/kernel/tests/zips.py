"""Large archives that cost no disk: a photo is a hole in a sparse file."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

GIGABYTE = 1024**3


def write_with_photos(path: Path, members: Mapping[str, str | bytes], photos: int = 2, size: int = GIGABYTE) -> None:
    """A ZIP whose first members are `photos` stored holes of `size` bytes, then the given members."""
    infos = []
    with path.open("w+b") as file:
        for number in range(photos):
            info = zipfile.ZipInfo(f"photos/{number}.jpg")
            info.file_size = info.compress_size = size
            info.CRC, info.header_offset = 0, file.tell()
            file.write(info.FileHeader(zip64=False))
            file.seek(size, 1)
            infos.append(info)
        file.truncate()
        with zipfile.ZipFile(file, "a") as archive:
            archive.filelist += infos
            for name, content in members.items():
                archive.writestr(name, content)
