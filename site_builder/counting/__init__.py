"""Visits out of the logs of web servers; it opens no file, and keeps of a reader neither address nor browser."""
