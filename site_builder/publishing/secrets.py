"""Passwords: from the environment, the system's keyring, or a prompt; never from a file of the site."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from functools import cache

from site_builder.publishing.host import Target

Prompt = Callable[[str, str], str]  # (target's name, user) → what was typed; "" for nothing


def variable(target: str) -> str:
    """The environment's variable for a target: "main-site" → SITE_BUILDER_MAIN_SITE_PASSWORD."""
    return f"SITE_BUILDER_{re.sub(r'[^A-Z0-9]', '_', target.upper())}_PASSWORD"


def service(target: str) -> str:
    """What the keyring knows a target's password by."""
    return f"site-builder:{target}"


def password(target: Target, prompt: Prompt, environment: Mapping[str, str] = os.environ) -> Callable[[], str]:
    """A function that finds the password when it is first asked, and remembers it."""

    @cache
    def found() -> str:
        user = target.row.text("user")
        return environment.get(variable(target.name)) or _of_keyring(target.name, user) or prompt(target.name, user)

    return found


def _of_keyring(target: str, user: str) -> str:
    """What the keyring holds; "" where there is none, or none that can be opened."""
    try:
        import keyring  # noqa: PLC0415 — an extra
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        return ""
    try:
        return keyring.get_password(service(target), user) or ""
    except KeyringError:
        return ""
