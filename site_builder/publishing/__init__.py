"""Bringing the output to a host: what differs, in an order that no reader notices, looked at when it is there."""
