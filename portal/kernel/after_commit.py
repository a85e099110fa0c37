"""Hand work to the queue once the transaction is committed, with primary keys only; every task is safe to run twice."""

from __future__ import annotations

from django.db import transaction
from django_q.tasks import async_task


def enqueue(task: str, *args: int | str) -> None:
    """Run the function at the dotted path `task` in a worker after commit.

    A process may die between commit and this call: whatever must not be lost is a row that a sweep finds again.
    """
    transaction.on_commit(lambda: async_task(task, *args))
