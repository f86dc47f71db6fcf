# What `newsclip check` prints: a line for each thing, and the fix where something is wrong.

check-configuration = The configuration is valid.
check-database = The database { $path } is sound and up to date ({ $megabytes } MB).
check-database-damaged =
    { $more ->
        [0] The database { $path } is damaged ({ $fault }). Stop the bot, and put a backup in its place.
       *[other] The database { $path } is damaged ({ $fault }, and { $more } more). Stop the bot, and put a backup in its place.
    }
check-room = There is room for it to grow: { $free } MB are free.
check-no-room = Only { $free } MB are free in { $folder }; there should be { $wanted } MB. Delete something there, or move the database to a larger disk.
check-key = The key file { $path } is there, and only its owner can read it.
check-key-not-yet = There is no key file yet, and nothing that would need it: the first `newsclip run` makes { $path }.
check-key-lost = The key file { $path } is gone, but there are votes that were stored under its keys. Put the file from the backup back before you start the bot again.
check-key-open = The key file { $path } can be read by others. Keep it to its owner: chmod 600 { $path }
check-key-unreadable = The key file { $path } can't be read. Run this as the user who runs the bot, or give the file to them.
check-key-damaged = The key file { $path } is damaged. Put the one from the backup in its place.
check-token = Discord knows the token: it is { $name }’s.
check-interactions-elsewhere = Discord sends commands and clicks to { $address } instead of to this bot. Empty “Interactions Endpoint URL” in the Developer Portal, under General Information.
check-no-servers = The bot has not been in a server yet: `newsclip run` prints the link that invites it.
check-server = { $server }
check-server-paused = { $server } (paused: nothing goes out there)
check-server-gone = { $server }: the bot is not in this server any more. Invite it again with the link that `newsclip run` prints; if it was removed on purpose, there is nothing to do.
check-no-tags = No tag is there yet, so nothing will be posted. Add one with /tags add.
check-channel = #{ $channel } ({ $kind }) for { $tags }
check-channel-better = {"  "}Better with { $better }, but not needed: “Manage Messages” takes a reader's earlier reaction away when they vote again, “Manage Threads” opens discussions that somebody has locked. Allow it for the bot in the channel's settings, under Permissions.
check-channel-gone = The channel { $channel } of { $tags } was deleted, or is hidden from the bot. Choose another one with /tags edit.
check-channel-kind = #{ $channel } of { $tags } can't take cards. Choose a text channel, an announcement channel or a forum with /tags edit.
check-channel-permissions = #{ $channel } of { $tags }: the bot lacks { $missing }. Allow it in the channel's settings, under Permissions.
check-forum-tag-gone = #{ $channel }: the forum tag of { $tag } was deleted. Choose another one with /tags edit.
check-forum-tag-required = #{ $channel } takes no post without a forum tag, and { $tag } has none. Choose one with /tags edit.
check-crosspost-nowhere = #{ $channel } is not an announcement channel, so the cards of { $tag } can't be passed on. Choose one that is, or switch that off, with /tags edit.
check-review = Its moderators decide on held stories in #{ $channel }, and are told there what needs attention.
check-review-gone = Its review channel was deleted. Choose another one with /newsroom setup.
check-review-permissions = #{ $channel }, its review channel: the bot lacks { $missing }. Allow it in the channel's settings, under Permissions.
