"""Fee orders, amounts and their settlement. No fee is ever invented."""
