"""Bodies with everything in them that a bot or a person can say, by route; {names} are filled in."""

from typing import Any

BUTTON = {
    "type": 2,
    "style": 1,
    "label": "More",
    "custom_id": "more",
    "emoji": {"name": "👍", "id": None},
}
OPTION = {"label": "One", "value": "1", "description": "x", "emoji": {"name": "👍"}, "default": True}
SELECT = {
    "type": 3,
    "custom_id": "pick",
    "placeholder": "Pick",
    "min_values": 1,
    "max_values": 1,
    "options": [OPTION],
}
TREE = [
    {
        "type": 17,
        "id": 7,
        "accent_color": 5,
        "components": [
            {
                "type": 9,
                "components": [{"type": 10, "content": "<@5> hi"}],
                "accessory": {
                    "type": 11,
                    "media": {"url": "https://x.example/a.png"},
                    "description": "x",
                },
            },
            {"type": 12, "items": [{"media": {"url": "https://x.example/a.png"}, "description": "x"}]},
            {"type": 14, "divider": True, "spacing": 1},
            {
                "type": 1,
                "components": [BUTTON, {"type": 2, "style": 5, "label": "x", "url": "https://x.example"}],
            },
            {"type": 1, "components": [SELECT]},
            {
                "type": 1,
                "components": [
                    {"type": 5, "custom_id": "who", "default_values": [{"id": "5", "type": "user"}]}
                ],
            },
        ],
    }
]
EMBED = {
    "type": "rich",
    "title": "T",
    "description": "D",
    "color": 5,
    "url": "https://x.example",
    "footer": {"text": "f", "icon_url": "https://x.example/a.png"},
    "author": {"name": "a"},
    "image": {"url": "https://x.example/a.png"},
    "fields": [{"name": "n", "value": "v", "inline": True}],
}
EDIT = {
    "content": "hi <@5> <@&6>",
    "embeds": [EMBED],
    "components": [{"type": 1, "components": [BUTTON]}, {"type": 1, "components": [SELECT]}],
    "flags": 4,
    "allowed_mentions": {"parse": ["everyone"], "users": ["5"], "roles": ["6"], "replied_user": True},
    "attachments": [],
}
PLAIN = {
    **EDIT,
    "nonce": "n1",
    "enforce_nonce": True,
    "tts": False,
    "message_reference": {"message_id": "{message}", "fail_if_not_exists": False},
}
V2 = {"flags": 1 << 15, "components": TREE, "allowed_mentions": {"parse": []}}
MODAL = {
    "custom_id": "form",
    "title": "Form",
    "components": [
        {
            "type": 18,
            "label": "L",
            "description": "d",
            "component": {"type": 4, "custom_id": "a", "style": 1, "min_length": 1},
        },
        {"type": 18, "label": "M", "component": SELECT},
        {
            "type": 1,
            "components": [{"type": 4, "custom_id": "b", "label": "x", "style": 1, "required": False}],
        },
    ],
}
COMMAND = {
    "type": 1,
    "name": "tags",
    "description": "Tags",
    "default_member_permissions": "32",
    "name_localizations": {"de": "x"},
    "contexts": [0],
    "options": [
        {
            "type": 1,
            "name": "add",
            "description": "Add",
            "options": [
                {
                    "type": 3,
                    "name": "label",
                    "description": "L",
                    "required": True,
                    "min_length": 1,
                    "choices": [{"name": "a", "value": "a"}],
                },
                {"type": 7, "name": "channel", "description": "C", "channel_types": [0]},
                {"type": 4, "name": "days", "description": "C", "min_value": 1, "autocomplete": True},
            ],
        }
    ],
}


ROUTES: dict[str, tuple[str, str, Any]] = {
    "a message": ("POST", "/channels/{channel}/messages", PLAIN),
    "a message of components": ("POST", "/channels/{channel}/messages", V2),
    "an edit": ("PATCH", "/channels/{channel}/messages/{message}", EDIT),
    "another's flags": ("PATCH", "/channels/{channel}/messages/{other}", {"flags": 4}),
    "a bulk delete": (
        "POST",
        "/channels/{channel}/messages/bulk-delete",
        {"messages": ["{message}", "{other}"]},
    ),
    "a thread": (
        "POST",
        "/channels/{channel}/threads",
        {"name": "t", "type": 11, "auto_archive_duration": 60},
    ),
    "a post": (
        "POST",
        "/channels/{forum}/threads",
        {
            "name": "t",
            "applied_tags": ["{tag}"],
            "message": {"content": "x", "embeds": [EMBED]},
        },
    ),
    "a channel": (
        "POST",
        "/guilds/{server}/channels",
        {
            "name": "c",
            "type": 15,
            "topic": "t",
            "position": 1,
            "rate_limit_per_user": 5,
            "nsfw": False,
            "flags": 16,
            "available_tags": [{"name": "t", "moderated": True, "emoji_name": "👍"}],
            "permission_overwrites": [{"id": "{server}", "type": 0, "allow": "1024", "deny": "0"}],
            "default_reaction_emoji": {"emoji_name": "👍"},
            "default_auto_archive_duration": 60,
            "default_thread_rate_limit_per_user": 5,
            "default_sort_order": 1,
            "default_forum_layout": 2,
            "parent_id": None,
        },
    ),
    "a changed channel": (
        "PATCH",
        "/channels/{forum}",
        {
            "name": "f",
            "topic": "t",
            "position": 1,
            "flags": 16,
            "available_tags": [{"id": "5", "name": "t"}],
            "default_auto_archive_duration": 60,
            "default_reaction_emoji": {"emoji_name": "👍"},
        },
    ),
    "a changed thread": (
        "PATCH",
        "/channels/{thread}",
        {
            "name": "f",
            "archived": False,
            "locked": False,
            "auto_archive_duration": 60,
            "applied_tags": [],
            "rate_limit_per_user": 1,
            "flags": 0,
        },
    ),
    "moved channels": (
        "PATCH",
        "/guilds/{server}/channels",
        [{"id": "{channel}", "position": 1, "parent_id": None}],
    ),
    "an overwrite": (
        "PUT",
        "/channels/{channel}/permissions/{server}",
        {"type": 0, "allow": "1024", "deny": "0"},
    ),
    "a role": (
        "POST",
        "/guilds/{server}/roles",
        {
            "name": "r",
            "permissions": "1024",
            "color": 5,
            "colors": {"primary_color": 5},
            "hoist": True,
            "mentionable": True,
        },
    ),
    "roles in order": ("PATCH", "/guilds/{server}/roles", [{"id": "{role}", "position": 1}]),
    "a member": (
        "PATCH",
        "/guilds/{server}/members/{reader}",
        {"nick": "n", "roles": ["{role}"], "communication_disabled_until": "2020-01-01T00:00:00Z"},
    ),
    "a ban": (
        "PUT",
        "/guilds/{server}/bans/{reader}",
        {"delete_message_days": 1, "delete_message_seconds": 5},
    ),
    "an emoji": (
        "POST",
        "/guilds/{server}/emojis",
        {"name": "boat", "image": "data:image/png;base64,AAAA", "roles": ["{role}"]},
    ),
    "a server": ("PATCH", "/guilds/{server}", {"name": "Harbour", "description": "x"}),
    "commands": ("PUT", "/applications/{application}/commands", [COMMAND]),
    "a command": ("POST", "/applications/{application}/guilds/{server}/commands", COMMAND),
    "an answer": ("POST", "callback", {"type": 4, "data": {**EDIT, "flags": 64}}),
    "an update": ("POST", "callback", {"type": 7, "data": V2}),
    "choices": ("POST", "completion", {"type": 8, "data": {"choices": [{"name": "a", "value": "a"}]}}),
    "a modal": ("POST", "callback", {"type": 9, "data": MODAL}),
    "a use": (
        "POST",
        "/interactions",
        {
            "type": 2,
            "application_id": "{application}",
            "channel_id": "{channel}",
            "guild_id": "{server}",
            "nonce": "1",
            "data": {
                "id": "{command}",
                "name": "tags",
                "type": 1,
                "options": [
                    {
                        "type": 1,
                        "name": "add",
                        "options": [
                            {"type": 3, "name": "label", "value": "a"},
                            {"type": 7, "name": "channel", "value": "{channel}"},
                        ],
                    }
                ],
            },
        },
    ),
    "a click": (
        "POST",
        "/interactions",
        {
            "type": 3,
            "application_id": "{application}",
            "channel_id": "{channel}",
            "message_id": "{message}",
            "data": {"component_type": 3, "custom_id": "pick", "values": ["1"]},
        },
    ),
    "a filled form": (
        "POST",
        "/interactions",
        {
            "type": 5,
            "application_id": "{application}",
            "channel_id": "{channel}",
            "data": {
                "custom_id": "form",
                "components": [
                    {"type": 18, "component": {"type": 4, "custom_id": "a", "value": "x"}},
                    {"type": 18, "component": {"type": 3, "custom_id": "pick", "values": ["1"]}},
                ],
            },
        },
    ),
}
