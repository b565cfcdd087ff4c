"""Riwaya turns many Arabic accounts of an event into one sourced story."""

__version__ = "0.1.0"
