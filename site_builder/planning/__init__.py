"""Items to Site to Pages: pure, always from scratch."""
