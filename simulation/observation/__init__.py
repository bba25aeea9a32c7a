"""What a survey or an office would report of the month, by its own definition, and what was paid."""
