"""The demo: the real app, the local Discord and a newsstand with feeds and pages that we wrote.

Only `bot.__main__` imports it (lazily), and tests. It needs no account, no token and no network.
"""
