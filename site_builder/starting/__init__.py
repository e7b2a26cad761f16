"""New sites and new items: settings in, texts of files out."""
