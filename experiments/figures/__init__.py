"""Pictures: each file takes a table and returns a matplotlib Figure; ``style`` gives them one look and fixed bytes."""
