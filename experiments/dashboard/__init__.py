"""The browser page: choose a scenario, move its doses, run it, read what changes, take scenario and report along."""
