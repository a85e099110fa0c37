"""Rules about the code itself, checked by reading it. Each test says how much it read, so that it cannot pass on nothing."""
