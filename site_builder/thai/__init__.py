"""Knows Thai (dates, places, text, offices) and nothing about sites; imports nothing of ours."""
