"""What there is: servers, channels, messages, people, and who may do what. Imports nothing of the wire."""
