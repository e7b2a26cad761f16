"""An item's text as a form and back: what is not touched stays as it is written, to the byte; no disk, no clock."""
