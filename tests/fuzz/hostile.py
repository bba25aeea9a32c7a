"""Files that nobody should send: a valid text, changed in ways that people and programs change texts, and worse."""

import re
from functools import cache

from hypothesis import strategies as st

#: What a value may be replaced with: numbers beyond all bounds, tags, aliases, paths, other scripts, nothing.
VALUES = (
    ".nan", ".inf", "-.inf", "1e999", "-1e999", "1e308 VND/month", "9" * 400, "-1", "0", "1e-320", "''", "~", "null",
    "{}", "[]", "[[[[[[]]]]]]", "{a: {a: {a: {a: 1}}}}", "!!python/object/apply:os.system ['touch pwned']",
    "!!python/name:os.system", "!!binary aGFsb25n", "!!set {a, b}", "&a [*a, *a]", "*a", "../../../../etc/passwd",
    "/etc/passwd", "/dev/zero", "/dev/stdin", "..", ".", "a/../../b/", "~/x", "file:///etc/passwd", "x" * 5000,
    '"\\0"', '"\\ud800"', '"\\x1b[2J"', '"a\\nb"', "2021-13", "0000-00", "99999999-01", "2021-01..2020-01", "..5",
    "1..99999999999999999999", "99999999999999999999 per year", "100%%", "%", "१२३", "１２", "0x10", "1_000",
    "12:30:45", "1.0.0", "yes", "true", "2021-01-01", "`", "@x", "|", ">", "- - -", "?", "CON", "🚀", "quang_ninh/",
    "name", "{vi: a}", "1,5", "1e5%", "-0", "0..0", "all", "none", "table", "999999999999",
)  # fmt: skip
LINES = (
    "---", "...", "%YAML 9.9", "a: &a [x, x, x, x, x, x, x, x, x]", "name: {vi: a, en: b}", "extends: ../x.yaml",
    "extends: case.yaml", "province: ../", "province: /", "? [a, b]", "<<: *a", "seeds: 99999999999", "scale: 1e-300",
    "parameters: {__class__: 1}", "\t- x", "policies: [" + "{}, " * 300 + "]", "- ", ": :", "!!map", "#" * 9000,
    "x: " + "[" * 60, "x: " + "{a: " * 60,
)  # fmt: skip
_VALUE = re.compile(r"(?<=[:\-] )[^\n{}\[\],#]+|(?<=[\[,] )[^\n{}\[\],#]+")
_KEY = re.compile(r"[\w.]+(?=:)")


@cache
def bomb() -> str:
    """Aliases that would unfold to a billion values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    return "\n".join(lines) + "\n"


#: Whole files: bombs, depth, size, nothing, other encodings.
WHOLE = (
    b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\n" * 1000, b"[" * 200_000, b"{" * 200_000, b"- " * 100_000,
    b"a: " * 50_000, b"x" * 1_100_000, b"'" + b"a" * 900_000, b"- a\n" * 200_000, b"? " * 50_000, b"*a", b"&a *a",
    b"!!python/object/apply:os.system ['touch pwned']", b"\xc0\xaf: 1", b"\x1b]0;x\x07",
    b"PK\x03\x04" + bytes(range(256)),
    b"%PDF-1.7\n", b"a: |\n" + b" " * 500_000,
)  # fmt: skip


@st.composite
def hostile(draw: st.DrawFn, text: str) -> bytes:
    """The text after one to four changes, or something that never was a text of its kind."""
    if draw(st.integers(0, 19)) == 0:
        return draw(st.sampled_from((*WHOLE, bomb().encode(), (bomb() + text).encode(), (text + bomb()).encode())))
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.sampled_from(_CHANGES))(draw, text)
    encoding = draw(st.sampled_from(("utf-8",) * 12 + ("utf-8-sig", "utf-16", "cp1258", "latin-1")))
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")


def _replaced(draw: st.DrawFn, text: str, what: re.Pattern[str], words: tuple[str, ...]) -> str:
    places = list(what.finditer(text))
    if not places:
        return text
    place = places[draw(st.integers(0, len(places) - 1))]
    return text[: place.start()] + draw(st.sampled_from(words)) + text[place.end() :]


def _value(draw: st.DrawFn, text: str) -> str:
    return _replaced(draw, text, _VALUE, VALUES)


def _other_value(draw: st.DrawFn, text: str) -> str:
    words = tuple({place[0] for place in _VALUE.finditer(text)}) or ("x",)
    return _replaced(draw, text, _VALUE, tuple(sorted(words)))


def _key(draw: st.DrawFn, text: str) -> str:
    words = sorted({place[0] for place in _KEY.finditer(text)})
    return _replaced(draw, text, _KEY, (*words, "__class__", "<<", "null", "1", "x" * 300))


def _line(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    kind = draw(st.integers(0, 4))
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, lines[at])
    elif kind == 2:
        lines.insert(at, draw(st.sampled_from(LINES)))
    elif kind == 3:
        lines[at] = " " * draw(st.integers(1, 9)) + lines[at]
    else:
        lines[at] = lines[at].lstrip()
    return "\n".join(lines)


def _letters(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    letters = draw(st.text(st.characters(exclude_categories=()), max_size=4))
    return text[:at] + letters + text[at + draw(st.integers(0, 6)) :]


def _cut(draw: st.DrawFn, text: str) -> str:
    return text[: draw(st.integers(0, len(text)))]


_CHANGES = (_value, _value, _value, _other_value, _key, _line, _line, _letters, _cut)
