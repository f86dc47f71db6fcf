# What moderators are told, once for each cause. `channel` is Discord's mention of it.

notice-permission-missing = I can't post in { $channel }: I lack the permission “{ $permission }”. Grant it to my role in that channel's settings; what waits goes out by itself then. /newsroom status shows what waits.
notice-channel-gone = I can't post in { $channel }: the channel was deleted, or I can't see it any more. If it still exists, grant my role “View Channel” there; what waits goes out by itself then. Otherwise give its tags another channel with /tags edit. /newsroom status shows what waits.
notice-forum-tag-required = I can't post in { $channel }: it takes no post without one of its tags. Choose one for the server's tag with /tags edit, or switch “Require people to select tags when posting” off in the channel's settings; what waits goes out by itself then.
notice-threads-full = This server has as many active threads as Discord allows. I archive my quietest discussions to make room; what waits goes out by itself. Archiving other threads helps too.
notice-emoji-gone = The emoji of the option “{ $label }” was deleted, so I use { $replacement } for it from now on. Choose another with /polls edit.
notice-role-permission = Some tags have so many subscribers that a role should be pinged instead of each of them, and I can't: I lack the permission “{ $permission }”, or stand below that role. Grant it to my role in Server Settings → Roles; until then I mention readers one by one. /newsroom settings says from how many subscribers on.
notice-role-not-pinged = The role of a tag is not pinged in { $channel }: I lack the permission “Mention @everyone, @here, and All Roles” there. Grant it to my role in that channel's settings, or allow anyone to mention that role; until then I mention those of its subscribers whom I know one by one.
notice-role-deleted = Somebody deleted the role of my making for the subscribers of “{ $tag }”, so I mention them one by one from now on. To have a role pinged, choose one with /tags edit.
notice-role-refused = Discord refused a role for the subscribers of “{ $tag }”: “{ $why }”. I mention them one by one. To have a role pinged, choose one with /tags edit.
notice-mention-permission = I can't mention subscribers in { $channel }: I lack the permission “{ $permission }”. Grant it to my role in that channel's settings; until then I write to them directly.
notice-refused = Discord refused a card in { $channel }, and would refuse it again: “{ $why }”. The story does not appear there; the others do. If this repeats, tell whoever runs this bot.
notice-discussion-refused = Discord refused the discussion of a story in { $channel }: “{ $why }”. Its card and its poll stand without one.
notice-no-answer = Discord has given no answer for half an hour when I post in { $channel }. I go on trying; what waits goes out by itself. There is nothing for you to do; https://discordstatus.com says whether Discord has an outage.
notice-internal = Something goes wrong on my side when I post in { $channel }. I try again every day, and whenever I am started; what waits goes out then. Please tell whoever runs this bot: its log has the details.
notice-held-expired = { $count ->
        [one] A story waited for a moderator until its time was over
       *[other] { $count } stories waited for a moderator until their time was over
    }, and nothing of that was posted. /desk audit lists them, and /desk undo brings one back with its full time. /newsroom settings says how long stories wait.
