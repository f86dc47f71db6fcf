"""What a server shows of a story, where queries read it for people: its own words, and else the story's."""

from sqlalchemy import func

from bot.storage.tables import edition, story

SHOWN_TITLE = func.coalesce(edition.c.title, story.c.title).label("title")
