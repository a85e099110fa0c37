"""What every app stands on and that knows no app: errors, the one "now", references, codes, files, text, paper, transport."""
