"""The demonstration: one account for each role of one commune and its province, entered in one click.

It exists only with `DEMO` on a loopback address. Accounts are named by their role, never after a person; every page and
document says that it has no legal value.
"""
