"""Rules over items and pages: one function a rule, in a list."""
