"""A person's client in code, for tests and for the readers of the demo."""
