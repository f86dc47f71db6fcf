"""A local Discord on loopback; imports nothing of ours."""
