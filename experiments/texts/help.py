"""The command line in the user's language: what Click says, through gettext, and what our commands say of themselves.

Commands say their help in English; the catalogue has each sentence in Vietnamese. Click asks gettext, which reads a
compiled file: ``python -m experiments.texts.help`` writes it from ``click.yaml``.
"""

import gettext
import os
import struct
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from experiments.texts.phrasebook import table
from experiments.texts.sentences import said
from experiments.texts.speaking import chosen_language

if TYPE_CHECKING:
    import click

CLICK = "click.yaml"
FOLDER = Path(str(files("experiments.texts")))
COMPILED = FOLDER / "vi" / "LC_MESSAGES" / "messages.mo"
#: The domain that click's own messages are in.
_DOMAIN = "messages"
_MAGIC, _HEADER = 0x950412DE, 28
#: What commands and their parameters say in English.
_ENGLISH: WeakKeyDictionary[Any, dict[str, str | None]] = WeakKeyDictionary()


def speak(language: str) -> None:
    """From here on, click and our help speak the language."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(_DOMAIN, str(FOLDER))
    gettext.textdomain(_DOMAIN)


def told(text: str) -> str:
    """A sentence of the command line in the language spoken."""
    return said(" ".join(text.split()), chosen_language(os.environ.get("LANGUAGE")))


def translate(command: "click.Command") -> "click.Command":
    """The command with its help and that of its options in the language spoken."""
    _translate(command, "help", "options_metavar", "subcommand_metavar")
    for parameter in command.params:
        if parameter.param_type_name == "argument" and not parameter.metavar:
            parameter.metavar = str(parameter.name).upper()
        _translate(parameter, "help", "metavar")
    return command


def _translate(thing: Any, *attributes: str) -> None:
    """Tell attributes anew from the English that they had at first: one process may speak both languages in turn."""
    english = _ENGLISH.setdefault(thing, {name: getattr(thing, name, None) for name in attributes})
    for name, text in english.items():
        if text:
            setattr(thing, name, told(text))


def asked_language(arguments: Sequence[str]) -> str | None:
    """What stands behind ``--language`` in the arguments of a command, if anything does."""
    for place, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--language":
            return value or (arguments[place + 1] if place + 1 < len(arguments) else None)
    return None


def compiled(texts: Mapping[str, Mapping[str, str]]) -> bytes:
    """Texts in gettext's binary form: English sorted, Vietnamese, their lengths and places, no table of hashes."""
    entries = {"": "Content-Type: text/plain; charset=UTF-8\n", **{text["en"]: text["vi"] for text in texts.values()}}
    pairs = [(key.encode(), entries[key].encode()) for key in sorted(entries)]
    count = len(pairs)
    keys_at, texts_at = _HEADER, _HEADER + 8 * count
    place, tables, body = _HEADER + 16 * count, [b"", b""], b""
    for side in (0, 1):
        for pair in pairs:
            tables[side] += struct.pack("<II", len(pair[side]), place + len(body))
            body += pair[side] + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, count, keys_at, texts_at, 0, 0)
    return head + tables[0] + tables[1] + body


if __name__ == "__main__":
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    COMPILED.write_bytes(compiled(table(CLICK)))
