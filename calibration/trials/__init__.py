"""Trials inside the model: a lever given to some by lot, analysed as in the field, beside what truly happened.

Modules: ``file`` (what a trial asks), ``assignment`` (who is given the lever from when), ``recording`` (two arms of one
seed, the eligible followed), ``analysis`` (estimates with the errors of the design, and the true effect).
"""
