"""Fitting parameters to targets: a design of runs, an emulator of each moment, and the posterior it implies."""
