"""The gateway: connections, sessions, and who is told of what that changes in the world."""
