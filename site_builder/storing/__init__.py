"""Disk: finding sources, and writing the output so that every page is whole at every instant."""
