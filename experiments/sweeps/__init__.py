"""Sweeps: one question asked of many points of a design, each point under the same seeds.

Modules: ``keys`` (which value of a scenario a factor is), ``factors`` and ``varying`` (what values it takes),
``designs`` (which points), ``question`` and ``reading`` (the file), ``simulating`` (one run), ``catalogue`` (what is
finished), ``finishing`` and ``cluster`` (who does the runs), ``estimate`` (what it will take), ``loading`` (the
results), ``outcomes``, ``drivers`` and ``report`` (what they say).
"""
