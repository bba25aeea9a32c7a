"""Forecast skill: the model opened on the tables of an earlier year, scored three years ahead against simple rules."""
