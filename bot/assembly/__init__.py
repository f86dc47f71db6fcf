"""How the parts are put together: what stands below, Discord, the walks, and the commands on top.

Each module builds its parts once and hands them on; only `bot.app` imports them.
"""
