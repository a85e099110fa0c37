"""What may follow what: the table of transitions, their guards, and the one writer of state."""
