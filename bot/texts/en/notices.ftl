# What moderators are told, once for each cause. `channel` is Discord's mention of it.

notice-permission-missing = I can't post in { $channel }: I lack the permission “{ $permission }”. Grant it to my role in that channel's settings; what waits goes out by itself then. /newsroom status shows what waits.
notice-channel-gone = I can't post in { $channel }: the channel was deleted, or I can't see it any more. If it still exists, grant my role “View Channel” there; what waits goes out by itself then. Otherwise give its tags another channel with /tags edit. /newsroom status shows what waits.
