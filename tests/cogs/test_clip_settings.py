"""How many links members may propose, and whose go out at once, as an owner's client sets it."""

from datetime import timedelta

from sqlalchemy import update

from bot.config import DeskSettings
from bot.storage import settings
from bot.storage.tables import edition
from tests.cogs.moderating import hold, reviewed_feed


async def test_owners_set_how_many_and_whose_links_by_options_or_in_a_form(newsroom, olena):
    role = newsroom.standin.world.create_role(newsroom.server, "clippers")

    reply = await olena.use("newsroom settings", clips_per_day=3, clip_role=role)
    by_options = await held_settings(newsroom)
    form = await olena.press(reply, "Review and clippings …")
    await newsroom.restart(desk=DeskSettings(undo_seconds=0))
    shown = {field["custom_id"]: field for field in form_fields(form)}
    before = len(olena.person.events)
    await olena.person.submit(form, newsroom.world.id, clips_per_day="many", clip_role_id=[])
    refused = panel_after(olena, before)
    again = await olena.press(reply, "Review and clippings …")
    before = len(olena.person.events)
    await olena.person.submit(again, newsroom.world.id, clips_per_day="-", clip_role_id=[])
    off = panel_after(olena, before)
    everyone = await olena.use("newsroom settings", clip_role=newsroom.server.everyone)

    assert (by_options.clips_per_day, by_options.clip_role_id) == (3, role.id)
    assert f"<@&{role.id}>" in reply.text
    assert shown["clips_per_day"]["value"] == "3"
    assert [each["id"] for each in shown["clip_role_id"]["default_values"]] == [str(role.id)]
    assert "“many” is no number of links" in refused["content"]
    assert "none: clipping is off" in off["content"]
    assert "nobody: moderators look at each" in off["content"]
    assert "Everybody has the role @everyone" in everyone.text
    now = await held_settings(newsroom)
    assert (now.clips_per_day, now.clip_role_id) == (0, None)


async def test_whoever_lets_stories_wait_for_less_is_told_how_many_have_waited_for_longer(newsroom, olena):
    await newsroom.tag("Talks", newsroom.world)
    await hold(newsroom, await reviewed_feed(newsroom), "talks", "tea", "tides")
    since = newsroom.app.clock.now() - timedelta(hours=10)
    async with newsroom.app.database.write() as tx:
        await tx.execute(update(edition).where(edition.c.id != 1).values(held_at=since))

    enough = await olena.use("newsroom settings", review_hours=11)
    less = await olena.use("newsroom settings", review_hours=9)

    assert "waited for longer" not in enough.text
    assert "2 stories have waited for longer than that already: they expire within a minute" in less.text


async def held_settings(newsroom):
    async with newsroom.app.database.read() as tx:
        return await settings.of(tx, newsroom.server.id)


def form_fields(form):
    return [row["component"] for row in form.modal["components"]]


def panel_after(owner, mark):
    return next(data for name, data in owner.person.events[mark:] if name == "MESSAGE_UPDATE")
