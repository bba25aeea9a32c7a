"""What the model must reproduce: published bands, the runs that are held against them, and what they measure.

- ``bands.csv``: every scored or shown number with its band, source and what a miss means for a planner;
- ``arms.yaml``: the runs, ``variants.csv``: the structural variants that can be laid over all of them;
- ``shocks`` and ``twins``: what is done to a running market, and a second market brought to the same state;
- ``watches``: what is recorded of a running market, month by month, one file a subject;
- ``facts``: one file a fact: the arms and watches it needs, and how recordings become statistics with standard errors;
- ``judging``: a statistic against its band.

Nothing here moves a parameter towards a band: the evidence is held against the model, never fed to it.
"""
