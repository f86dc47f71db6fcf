"""The slash commands, one file a top-level group: parse, one call of a use case, reply.

Imported by the composition root, which gives every cog its use cases.
"""
