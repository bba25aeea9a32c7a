"""Facts about the labour market and about the program. A package of its own: another library also installs `tests`."""
