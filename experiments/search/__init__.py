"""Search over doses: mixes of levers that give most for their money, and reach the plan's targets with a probability.

Modules: ``question`` and ``reading`` (the file), ``scoring`` (what a mix is worth), ``searching`` (which mixes are
tried), ``frontier`` (the best of them), ``writing`` (each as a scenario file), ``publishing`` (tables, picture, page).
"""
