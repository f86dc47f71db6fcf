"""A local Discord: REST v10 and Gateway v10 on loopback, for unmodified Discord libraries.

State is in `world`, what goes over the wire in `rest` and `gateway`, rules as data in `limits` and `errors`.
Only `bot.demo` and tests may import it; it imports nothing else of ours.
"""
