"""Views of the wizard and of drafts: they parse, ask the holder rule, call one function, redirect."""
