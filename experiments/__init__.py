"""Running scenarios and telling people what came of it."""
