"""Which paths the new site has taken, as a disk sees them that ignores case and Unicode form; touches no disk."""

from __future__ import annotations

from site_builder import names
from site_builder.storing.manifest import OUR_NAMES


class Claims:
    """The paths that were taken, each by its folded form, and the folders above them."""

    def __init__(self) -> None:
        self._paths: dict[str, str] = {}  # folded path → path
        self._folders: dict[str, str] = {}  # folded folder → a path below it

    def take(self, path: str, *, is_listed: bool = False) -> str:
        """Take a path: "", or the one that is one with it, above or below it, and stays. ValueError for a bug."""
        key = names.fold(path)
        if self._paths.get(key) == path or not (is_listed or (names.is_safe(path) and key not in OUR_NAMES)):
            raise ValueError(path)
        other = self._paths.get(key) or self._folders.get(key)
        if other:
            return other
        added: list[str] = []
        folder = key.rpartition("/")[0]
        while folder and folder not in self._folders:  # above a folder of ours no file was let in
            if folder in self._paths:
                return self._paths[folder]
            added.append(folder)
            folder = folder.rpartition("/")[0]
        self._paths[key] = path
        self._folders.update(dict.fromkeys(added, path))
        return ""

    def is_taken(self, key: str) -> bool:
        """Whether a folded path is a file of the new site."""
        return key in self._paths

    def is_folder(self, key: str) -> bool:
        """Whether a folded path is a folder of the new site."""
        return key in self._folders

    def is_in_the_way(self, key: str) -> bool:
        """Whether a former file must go before the new ones come."""
        return self.is_folder(key) or any(one in self._paths for one in (key, *names.folders(key)))
