"""The world's things in Discord's JSON: ids and permissions as strings, times with microseconds."""
# ruff: noqa: D103 - each function writes what it is named for

from __future__ import annotations

from datetime import datetime

from bot.standin.rules import localizations
from bot.standin.world.audit import AuditEntry
from bot.standin.world.model import (
    Account,
    Application,
    Channel,
    ChannelKind,
    Command,
    CustomEmoji,
    Emoji,
    ForumTag,
    Json,
    Member,
    Overwrite,
    Role,
    Server,
)


def moment(when: datetime | None) -> str | None:
    return None if when is None else when.isoformat(timespec="microseconds")


def optional_id(snowflake: int | None) -> str | None:
    return None if snowflake is None else str(snowflake)


def user(account: Account) -> Json:
    wire: Json = {
        "id": str(account.id),
        "username": account.name if account.bot else account.name.lower().replace(" ", "_"),
        "global_name": None if account.bot else account.name,
        "discriminator": "0000" if account.bot else "0",
        "avatar": None,
        "banner": None,
        "accent_color": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }
    if account.bot:
        wire["bot"] = True
    return wire


def own_user(account: Account) -> Json:
    return {
        **user(account),
        "mfa_enabled": False,
        "locale": account.locale or localizations.USUAL,
        "verified": True,
        "email": None,
    }


def member(of: Member, *, with_user: bool = True) -> Json:
    wire: Json = {
        "roles": [str(role_id) for role_id in sorted(of.roles)],
        "nick": of.nick,
        "joined_at": moment(of.joined_at),
        "avatar": None,
        "banner": None,
        "premium_since": None,
        "communication_disabled_until": moment(of.timed_out_until),
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
    if with_user:
        wire["user"] = user(of.account)
    return wire


def role(of: Role) -> Json:
    wire: Json = {
        "id": str(of.id),
        "name": of.name,
        "permissions": str(of.permissions),
        "position": of.position,
        "color": of.color,
        "colors": {
            "primary_color": of.color,
            "secondary_color": of.second_color,
            "tertiary_color": of.third_color,
        },
        "hoist": of.hoist,
        "managed": of.managed_by is not None,
        "mentionable": of.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if of.managed_by is not None:
        wire["tags"] = {"bot_id": str(of.managed_by)}
    return wire


def emoji(of: Emoji) -> Json:
    wire: Json = {"id": optional_id(of.id), "name": of.name}
    if of.animated:
        wire["animated"] = True
    return wire


def custom_emoji(of: CustomEmoji, *, with_maker: bool = False) -> Json:
    wire: Json = {
        "id": str(of.id),
        "name": of.name,
        "roles": [str(role_id) for role_id in of.roles],
        "require_colons": True,
        "managed": False,
        "animated": of.animated,
        "available": True,
    }
    if with_maker and of.maker is not None:
        wire["user"] = user(of.maker)
    return wire


def audit_entry(of: AuditEntry) -> Json:
    wire: Json = {
        "id": str(of.id),
        "action_type": of.action,
        "user_id": str(of.actor_id),
        "target_id": optional_id(of.target_id),
    }
    said = {"changes": list(of.changes), "options": of.options, "reason": of.reason}
    return wire | {key: value for key, value in said.items() if value}


def forum_tag(of: ForumTag) -> Json:
    return {
        "id": str(of.id),
        "name": of.name,
        "moderated": of.moderated,
        "emoji_id": optional_id(of.emoji_id),
        "emoji_name": of.emoji_name,
    }


def channel(of: Channel, *, viewer: Account | None = None) -> Json:
    """A channel, a direct conversation or a thread; the viewer sees own membership of a thread."""
    if of.server is None:
        others = [account for account in of.recipients if account is not viewer]
        return {
            "id": str(of.id),
            "type": int(of.kind),
            "flags": of.flags,
            "last_message_id": optional_id(of.last_message_id),
            "recipients": [user(account) for account in others],
        }
    return thread(of, viewer=viewer) if of.thread is not None else _server_channel(of, of.server)


def overwrite(of: Overwrite) -> Json:
    return {"id": str(of.target_id), "type": of.kind, "allow": str(of.allow), "deny": str(of.deny)}


def _server_channel(of: Channel, server: Server) -> Json:
    wire: Json = {
        "id": str(of.id),
        "type": int(of.kind),
        "guild_id": str(server.id),
        "name": of.name,
        "position": of.position,
        "flags": of.flags,
        "parent_id": None if of.parent is None else str(of.parent.id),
        "topic": of.topic,
        "nsfw": of.nsfw,
        "rate_limit_per_user": of.slow_mode,
        "last_message_id": optional_id(of.last_message_id),
        "permission_overwrites": [overwrite(one) for one in of.overwrites.values()],
    }
    if of.kind is ChannelKind.VOICE:
        wire |= {"bitrate": 64_000, "user_limit": 0, "rtc_region": None}
    if of.default_auto_archive_minutes is not None:
        wire["default_auto_archive_duration"] = of.default_auto_archive_minutes
    if of.default_thread_slow_mode:
        wire["default_thread_rate_limit_per_user"] = of.default_thread_slow_mode
    if of.tags is not None:
        wire["available_tags"] = [forum_tag(tag) for tag in of.tags]
        wire["default_reaction_emoji"] = of.default_reaction
        wire["default_sort_order"] = of.default_sort_order
        wire["default_forum_layout"] = of.default_layout
    return wire


def thread(of: Channel, *, viewer: Account | None = None) -> Json:
    state = of.thread
    if state is None or of.server is None:
        message = "only threads of servers are written as threads"
        raise TypeError(message)
    metadata: Json = {
        "archived": state.archived,
        "archive_timestamp": moment(state.archived_at),
        "auto_archive_duration": state.auto_archive_minutes,
        "locked": state.locked,
        "create_timestamp": moment(state.created_at),
    }
    if of.kind is ChannelKind.PRIVATE_THREAD:
        metadata["invitable"] = state.invitable
    wire: Json = {
        "id": str(of.id),
        "type": int(of.kind),
        "guild_id": str(of.server.id),
        "parent_id": None if of.parent is None else str(of.parent.id),
        "owner_id": str(state.owner_id),
        "name": of.name,
        "flags": of.flags,
        "rate_limit_per_user": of.slow_mode,
        "last_message_id": optional_id(of.last_message_id),
        "message_count": state.message_count,
        "total_message_sent": state.total_message_sent,
        "member_count": min(len(state.members), 50),
        "thread_metadata": metadata,
    }
    if state.applied_tags:
        wire["applied_tags"] = [str(tag_id) for tag_id in state.applied_tags]
    if viewer is not None and viewer.id in state.members:
        wire["member"] = thread_member(of, viewer.id)
    return wire


def thread_member(of: Channel, account_id: int) -> Json:
    joined = of.thread.members[account_id] if of.thread is not None else None
    return {"id": str(of.id), "user_id": str(account_id), "join_timestamp": moment(joined), "flags": 1}


def server(of: Server) -> Json:
    return {
        "id": str(of.id),
        "name": of.name,
        "icon": None,
        "description": of.description,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": of.features,
        "banner": None,
        "owner_id": str(of.owner_id),
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "roles": [role(one) for one in of.roles.values()],
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": of.preferred_locale,
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [custom_emoji(one) for one in of.emojis.values()],
        "stickers": [],
        "incidents_data": None,
    }


def application(of: Application, servers: int) -> Json:
    owner = of.owner or of.account
    return {
        "id": str(of.id),
        "name": of.name,
        "icon": None,
        "description": "",
        "type": None,
        "verify_key": "0" * 64,
        "flags": _application_flags(of.privileged_intents),
        "flags_new": str(_application_flags(of.privileged_intents)),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user(owner),
        "bot": user(of.account),
        "bot_public": True,
        "bot_require_code_grant": False,
        "approximate_guild_count": servers,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
    }


def _application_flags(intents: int) -> int:
    """The "limited" flag of each privileged intent that the application has switched on."""
    flags = {1 << 8: 1 << 13, 1 << 1: 1 << 15, 1 << 15: 1 << 19}
    return sum(flag for intent, flag in flags.items() if intents & intent)


def command_rules(of: Application, server: Server, target_id: int) -> Json:
    """Who may use a command, or with the application's own id all of them."""
    rules = of.command_rules.get(server.id, {}).get(target_id, [])
    return {
        "id": str(target_id),
        "application_id": str(of.id),
        "guild_id": str(server.id),
        "permissions": [
            {"id": str(one.target_id), "type": one.kind, "permission": one.allowed} for one in rules
        ],
    }


def command(of: Command, *, locale: str | None = None) -> Json:
    """A command with its texts in all languages, or with a locale in that one beside the default."""
    definition = of.definition if locale is None else localizations.localized(of.definition, locale)
    wire: Json = {
        "id": str(of.id),
        "application_id": str(of.application.id),
        "version": str(of.version),
        "type": definition["type"],
        "name": definition["name"],
        "description": definition.get("description", ""),
        "default_member_permissions": definition.get("default_member_permissions"),
        "nsfw": bool(definition.get("nsfw")),
        "integration_types": definition.get("integration_types") or [0],
        "contexts": definition.get("contexts"),
    }
    for key in ("name", "description"):
        if locale is None:
            wire[f"{key}_localizations"] = definition.get(f"{key}_localizations")
        elif f"{key}_localized" in definition:
            wire[f"{key}_localized"] = definition[f"{key}_localized"]
    if definition.get("options"):
        wire["options"] = definition["options"]
    if of.server_id is not None:
        return {**wire, "guild_id": str(of.server_id), "contexts": None, "integration_types": [0]}
    contexts = wire["contexts"]
    wire["dm_permission"] = (
        definition.get("dm_permission") is not False if contexts is None else 1 in contexts
    )
    return wire
