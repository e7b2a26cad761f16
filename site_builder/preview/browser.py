"""The preview's first page in whoever's browser, opened beside all else; where there is none, nothing happens."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


def show(address: str) -> None:
    """Open an address. Without a screen Linux would open a browser of text in the preview's own terminal."""
    if sys.platform != "linux" or any(name in os.environ for name in _SCREENS):
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
