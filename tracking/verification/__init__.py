"""Public verification: is a document intact, altered or unknown, and in what state is its act now? Two answers, never one."""
