"""Page to bytes: pure; templates, fonts and words are handed in."""
