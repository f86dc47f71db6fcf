# What moderators are told, once for each cause. `channel` is Discord's mention of it.

notice-permission-missing = I can't post in { $channel }: I lack the permission “{ $permission }”. Grant it to my role in that channel's settings; what waits goes out by itself then. /newsroom status shows what waits.
notice-channel-gone = I can't post in { $channel }: the channel was deleted, or I can't see it any more. If it still exists, grant my role “View Channel” there; what waits goes out by itself then. Otherwise give its tags another channel with /tags edit. /newsroom status shows what waits.
notice-forum-tag-required = I can't post in { $channel }: it takes no post without one of its tags. Choose one for the server's tag with /tags edit, or switch “Require people to select tags when posting” off in the channel's settings; what waits goes out by itself then.
notice-threads-full = This server has as many active threads as Discord allows. I archive my quietest discussions to make room; what waits goes out by itself. Archiving other threads helps too.
notice-emoji-gone = The emoji of the vote “{ $label }” was deleted, so I use { $replacement } for it from now on. Choose another with /polls sets.
