"""The least that is still a labour market, written three times to one set of rules (``benchmarks/README.md``)."""
