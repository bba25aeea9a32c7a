"""``halong trial``: the runs of a trial, and what is printed and kept of it."""
