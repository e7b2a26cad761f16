"""Source text to Item and Body: pure, bytes in, values and problems out."""
