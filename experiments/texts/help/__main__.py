"""Compile ``vi.yaml`` into what gettext reads."""

from experiments.texts.help import COMPILED, catalogue, compiled

COMPILED.parent.mkdir(parents=True, exist_ok=True)
COMPILED.write_bytes(compiled(catalogue()))
