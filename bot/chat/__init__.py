"""All that speaks discord.py: the client, publishing, cards, the endpoint."""
