"""Which lever and which agency moves which target: the arms that tell, and what they say.

Modules: ``arms`` (which levers stand in an arm), ``plan`` (the runs), ``contributions`` and ``shapley`` (the tables),
``doses`` (one lever at several doses).
"""
