"""The live preview: looks at the sources again and again, holds one immutable Snapshot, and shows it to a browser."""
