"""Measures of the model at full size, each a command: ``python -m benchmarks.luck``, tested at small scale."""
