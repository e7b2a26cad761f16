"""Bytes of pictures to what they hold, and to the sizes that readers get; opens no file."""
