"""The catalogue in every language."""
