"""All that speaks discord.py: the client, the publisher, cards, buttons, answers.

Implements the ports of the pipeline and the newsroom. Imported by the cogs and the composition root.
"""
