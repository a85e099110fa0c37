"""Who is told what, when and how: kinds, the outbox, delivery."""
