"""One person's life in two arms, from the event logs of a run folder."""
