"""Where readers look after their subscriptions: how they reach them, when not, ending them, and Undo."""

from typing import Any

import discord

from bot.chat.answers import Answers
from bot.chat.asker import Asker
from bot.chat.pages import turned
from bot.chat.panels import Answer, Panels, confirmation
from bot.chat.subscription_panels import (
    ALL,
    AS_ALL,
    END,
    OWN_PER_PAGE,
    before_of,
    following_view,
    kept_before,
    own_pages,
    times_form,
    undo_view,
)
from bot.chat.subscription_text import ended_line, following_lines, subscribed_lines
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import TagId
from bot.domain.panel import Panel, PanelKind
from bot.domain.subscription import Reach
from bot.domain.tagging import tag_key
from bot.newsroom.questions import Questions
from bot.newsroom.subscriptions import Before, Subscribed, Subscriptions
from bot.storage.subscriptions import Subject

# What people type who mean all of them, unless a tag is called so.
_ALL = "all"

_Interaction = discord.Interaction[Any]


class FollowingDesk:
    """Shows people what they subscribed to, and changes it."""

    def __init__(
        self, subscriptions: Subscriptions, questions: Questions, *, answers: Answers, panels: Panels
    ) -> None:
        self._subscriptions = subscriptions
        self._questions = questions
        self._answers = answers
        panels.serve(self, PanelKind.FOLLOWING, PanelKind.UNSUBSCRIBE, PanelKind.UNDO)

    async def show(self, interaction: _Interaction) -> None:
        """Show the person what they subscribed to, with all that sets how it reaches them."""
        asker = Asker.of(interaction, self._answers)
        content = {"page": 0, "tag": None}
        panel = await self._questions.ask(asker.server_id, asker.user_id, PanelKind.FOLLOWING, content)
        await self._draw(interaction, asker, panel, again=False)

    async def unsubscribe(self, interaction: _Interaction, name: str) -> None:
        """End the person's subscription to a tag; who types that they mean all is asked."""
        asker = Asker.of(interaction, self._answers)
        try:
            subject, before = await self._subscriptions.unsubscribe(
                asker.server_id, asker.user_id, name, asker.sees
            )
        except NotFound:
            if tag_key(name) not in {tag_key(asker.text("follow-all-choice")), _ALL}:
                raise
            await self.ask_to_unsubscribe(interaction)
            return
        await self._say_with_undo(interaction, asker, [ended_line(subject, asker.text)], before)

    async def ask_to_unsubscribe(self, interaction: _Interaction) -> None:
        """Ask whether all of the person's subscriptions are to end."""
        asker = Asker.of(interaction, self._answers)
        following = await self._subscriptions.following(asker.server_id, asker.user_id, asker.sees)
        if not following.own:
            await self._answers.say(interaction, "follow-own-none")
            return
        panel = await self._questions.ask(asker.server_id, asker.user_id, PanelKind.UNSUBSCRIBE, {})
        view = confirmation(
            PanelKind.UNSUBSCRIBE,
            panel.key,
            confirm=asker.text("follow-end-all-yes"),
            cancel=asker.text("follow-end-all-no"),
        )
        lines = [asker.text("follow-end-all", count=len(following.own))]
        if following.hidden:
            lines.append(asker.text("follow-end-all-hidden", count=following.hidden))
        await self._answers.show(interaction, lines, view)

    async def toggle(self, interaction: _Interaction, subject: Subject) -> None:
        """Subscribe the person to a tag, or end that, and say which; it can be taken back."""
        asker = Asker.of(interaction, self._answers)
        own = await self._subscriptions.own(asker.server_id, asker.user_id)
        chosen = [] if subject.id in own else [subject.id]
        before = await self._subscriptions.choose(
            asker.server_id, asker.user_id, [subject.id], chosen, asker.sees
        )
        lines = [ended_line(subject, asker.text)]
        if chosen:
            now = await self._subscriptions.following(asker.server_id, asker.user_id, asker.sees)
            lines = subscribed_lines(Subscribed(now.reader, added=(subject,), own=now.own), asker.text)
        await self._say_with_undo(interaction, asker, lines, before)

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Do what was pressed, chosen or typed."""
        asker = Asker.of(interaction, self._answers)
        panel = await self._questions.find(asker.server_id, asker.user_id, answer.kind, answer.key)
        match answer.kind:
            case PanelKind.UNDO:
                await self._subscriptions.restore(asker.server_id, asker.user_id, before_of(panel))
                await self._questions.done(panel)
                await self._answers.replace(interaction, [asker.text("follow-undone")])
            case PanelKind.UNSUBSCRIBE:
                await self._questions.done(panel)
                await self._unsubscribe_all(interaction, asker, sure=answer.what == "yes")
            case _:
                await self._change(interaction, asker, panel, answer)

    async def _unsubscribe_all(self, interaction: _Interaction, asker: Asker, *, sure: bool) -> None:
        if not sure:
            await self._answers.replace(interaction, [asker.text("follow-all-kept")])
            return
        before = await self._subscriptions.unsubscribe_all(asker.server_id, asker.user_id)
        await self._answers.replace(interaction, [asker.text("follow-all-ended", count=len(before))])

    async def _change(self, interaction: _Interaction, asker: Asker, panel: Panel, answer: Answer) -> None:
        """Change what the panel of /news subscriptions is about, and show it again."""
        said, undo = "", False
        match answer.what:
            case "which":
                tag = None if answer.chosen == (ALL,) else int(answer.chosen[0])
                panel = await self._questions.change(panel, tag=tag)
            case "how" if answer.chosen == (END,):
                await self._end(interaction, asker, panel)
                return
            case "how":
                await self._set_reach(asker, panel, answer.chosen[0])
            case "hidden":
                before = await self._subscriptions.unsubscribe_hidden(
                    asker.server_id, asker.user_id, asker.sees
                )
                panel = await self._questions.change(panel, before=kept_before(before))
                said, undo = asker.text("follow-hidden-ended", count=len(before)), bool(before)
            case "undo":
                await self._subscriptions.restore(asker.server_id, asker.user_id, before_of(panel))
                panel, said = await self._questions.change(panel, before=[]), asker.text("follow-undone")
            case "again":
                await self._subscriptions.write_again(asker.user_id)
                said = asker.text("direct-opened")
            case "times" if not answer.typed:
                following = await self._subscriptions.following(asker.server_id, asker.user_id, asker.sees)
                await interaction.response.send_modal(times_form(panel, following, asker.text))
                return
            case "times":
                typed = {"hours": answer.typed.get("hours", ""), "zone": answer.typed.get("zone", "")}
                panel = await self._set_times(asker, panel, typed)
            case _:
                following = await self._subscriptions.following(asker.server_id, asker.user_id, asker.sees)
                page = turned(answer, panel.content["page"], own_pages(following))
                panel = await self._questions.change(panel, page=page, tag=None)
        await self._draw(interaction, asker, panel, again=True, said=said, undo=undo)

    async def _set_times(self, asker: Asker, panel: Panel, typed: dict[str, str]) -> Panel:
        """Let the person have the times that they typed; what can't be read stands in the form again."""
        try:
            await self._subscriptions.set_times(asker.server_id, asker.user_id, **typed)
        except InvalidInput:
            await self._questions.change(panel, typed=typed)
            raise
        return await self._questions.change(panel, typed=None)

    async def _set_reach(self, asker: Asker, panel: Panel, chosen: str) -> None:
        """Let the chosen tag's stories, or those of all, reach the person as they chose."""
        tag_id = None if panel.content["tag"] is None else TagId(panel.content["tag"])
        reach = None if chosen == AS_ALL else Reach(chosen)
        await self._subscriptions.set_reach(asker.server_id, asker.user_id, tag_id, reach)

    async def _end(self, interaction: _Interaction, asker: Asker, panel: Panel) -> None:
        """End the subscription to the chosen tag, unless that was done elsewhere; it can be taken back."""
        following = await self._subscriptions.following(asker.server_id, asker.user_id, asker.sees)
        subject = next((each for each in following.subjects if each.id == panel.content["tag"]), None)
        if subject is None:
            await self._draw(interaction, asker, panel, again=True)
            return
        before = await self._subscriptions.choose(
            asker.server_id, asker.user_id, [subject.id], [], asker.sees
        )
        panel = await self._questions.change(panel, tag=None, before=kept_before(before))
        said = ended_line(subject, asker.text)
        await self._draw(interaction, asker, panel, again=True, said=said, undo=True)

    async def _draw(
        self,
        interaction: _Interaction,
        asker: Asker,
        panel: Panel,
        *,
        again: bool,
        said: str = "",
        undo: bool = False,
    ) -> None:
        """Show the panel. said: what was done just now. undo: that can be taken back."""
        following = await self._subscriptions.following(asker.server_id, asker.user_id, asker.sees)
        page, pages = min(panel.content["page"], own_pages(following) - 1), own_pages(following)
        shown = following.subjects[page * OWN_PER_PAGE :][:OWN_PER_PAGE]
        if panel.content["tag"] is not None and panel.content["tag"] not in {each.id for each in shown}:
            panel, said = await self._questions.change(panel, tag=None), asker.text("follow-ended-meanwhile")
        lines = [said] if said else []
        lines += following_lines(following, shown, asker.server_name, asker.text)
        if pages > 1:
            lines.append(f"-# {asker.text('pages-place', page=page + 1, pages=pages)}")
        chosen = None if panel.content["tag"] is None else TagId(panel.content["tag"])
        view = following_view(panel.key, following, shown, asker.text, chosen=chosen, page=page, undo=undo)
        say = self._answers.replace if again else self._answers.show
        await say(interaction, lines, view)

    async def _say_with_undo(
        self, interaction: _Interaction, asker: Asker, lines: list[str], before: Before
    ) -> None:
        content = {"before": kept_before(before)}
        panel = await self._questions.ask(asker.server_id, asker.user_id, PanelKind.UNDO, content)
        await self._answers.show(interaction, lines, undo_view(panel.key, asker.text))
