"""Fitting the labour market to survey data and published tables; nothing in here knows how experiments are run."""
