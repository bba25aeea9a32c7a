"""What happens in a month, in the month's order, one file a process."""
