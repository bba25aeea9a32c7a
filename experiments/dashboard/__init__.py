"""The browser page: choose a scenario, move its doses, run it, read what changes, take the scenario and report along."""
