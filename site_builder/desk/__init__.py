"""The news desk at `/_desk/` of the preview: all that writes there, into content/ and into its own folder alone."""
