"""Search in static files: trigrams of items, segments by date, shards of postings; touches no disk."""
