"""The REST resources of the local Discord, one file each; `table` lists them all.

Handlers parse, ask permission, check limits, change the world and answer. Only `bot.standin` imports it.
"""
