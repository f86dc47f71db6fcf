"""What people decide: sources, tags, results, status. Each use case is one call of a cog.

Reaches Discord and the feeds through ports. Imported by bot.chat, the cogs and the composition root.
"""
