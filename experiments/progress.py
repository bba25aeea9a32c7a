"""Progress of long work: a bar with time left on a terminal, a plain line a finished run elsewhere."""

import sys
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.parts import Run


class Progress:
    """Counts simulated months over all runs and tells the user on standard error."""

    def __init__(self, runs: int, unit: str) -> None:
        self.runs = runs
        self.unit = unit
        self.done = 0
        self._finished = 0
        self._began = monotonic()
        self._bar: Any = None

    def start(self, total: int, done: int) -> None:
        """Begin with ``done`` of ``total`` months already kept from an earlier, interrupted command."""
        from tqdm import tqdm

        self.done = done
        if sys.stderr.isatty():
            self._bar = tqdm(total=total, initial=done, unit=self.unit, dynamic_ncols=True, leave=False)

    def month(self) -> None:
        """One more month is simulated."""
        self.show(self.done + 1)

    def show(self, done: int) -> None:
        """Move to ``done`` months; a lost worker can take it back."""
        if self._bar is not None:
            self._bar.update(done - self.done)
        self.done = done

    def finished(self, run: "Run") -> None:
        """One run is complete."""
        self._finished += 1
        if self._bar is None:
            seconds = monotonic() - self._began
            print(f"{self._finished}/{self.runs} {run.key.rsplit('-', 1)[0]} {seconds:.1f} s", file=sys.stderr)

    def close(self) -> None:
        """Clear the bar."""
        if self._bar is not None:
            self._bar.close()
