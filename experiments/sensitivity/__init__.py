"""Sensitivity: which factor of a sweep drives the answer, and which assumption would turn a decision.

Modules: ``answers`` (the outcomes that are explained), ``indices`` (Sobol', Morris, correlations, one at a time),
``flips`` (where two scenarios change places), ``publishing`` (tables, pictures and page).
"""
