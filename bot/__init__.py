"""Newsclip's Discord side. See the README for the map of the code."""
