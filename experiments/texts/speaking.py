"""Which language is spoken; nothing else is loaded for it."""

import locale
import os

from experiments.texts import Language


def chosen_language(option: str | None) -> Language:
    """The language of ``--language``; without it Vietnamese under a Vietnamese locale, else English."""
    if option is not None:
        return "vi" if option == "vi" else "en"
    names = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    spoken = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return "vi" if spoken.lower().startswith("vi") else "en"
