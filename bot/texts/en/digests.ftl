# Digests: what a reader missed, at their hour, and the digest of a channel. Names and titles arrive escaped.

digest-daily = Your news of the day from { $server }
digest-weekly = Your news of the week from { $server }
digest-glance = What you may have missed in { $server }
digest-voted =
    { $voters ->
        [one] 1 vote
       *[other] { $voters } votes
    }
digest-said =
    { $count ->
        [one] 1 comment
       *[other] { $count } comments
    }
digest-more =
    { $count ->
        [one] And 1 more story: /news latest
       *[other] And { $count } more stories: /news latest
    }
digest-card = (to its card)
digest-stop = Stop this digest
digest-now = Show me one now
digest-try-again = Try again

# The answer to /news digest. weekday: 0 is Monday.
digest-is-daily = Your digest comes by direct message, daily at { $time } ({ $zone }). The next one: { $next }. Nothing is sent when there is nothing new.
digest-is-weekly =
    Your digest comes by direct message, every { $weekday ->
        [0] Monday
        [1] Tuesday
        [2] Wednesday
        [3] Thursday
        [4] Friday
        [5] Saturday
       *[6] Sunday
    } at { $time } ({ $zone }). The next one: { $next }. Nothing is sent when there is nothing new.
digest-waits = Your quiet hours ({ $hours }) cover that time, so it comes when they end. /news subscriptions changes them.
digest-zone-hint = That is the server's time zone; /news digest time_zone: sets your own.
digest-shut = It does not reach you now: Discord lets no direct message of mine through. Allow them (right-click the server → Privacy Settings), then press “Try again”.
digest-none = You have no digest of this server. /news digest with “every day” and an hour like 8:00 sends you one a day with what was discussed most, of your tags or else of all.
digest-none-anyway = You have no digest of that server (any more).
digest-stopped = Stopped: no more digests of that server. /news digest there brings them back.
digest-none-here = You have no digest of this server.
digest-stopped-here = Stopped: no more digests of this server. /news digest brings them back.
digest-nothing = There is nothing for a digest right now.

# The answer to /newsroom digest.
digest-channel-is-daily = { $channel } gets a digest daily at { $time } ({ $zone }). The next one: { $next }.
digest-channel-is-weekly =
    { $channel } gets a digest every { $weekday ->
        [0] Monday
        [1] Tuesday
        [2] Wednesday
        [3] Thursday
        [4] Friday
        [5] Saturday
       *[6] Sunday
    } at { $time } ({ $zone }). The next one: { $next }.
digest-channel-waits = The server's quiet hours ({ $hours }) cover that time, so it comes when they end.
digest-channel-what = It has the stories that everybody who sees that channel may see, the most discussed first; without any, nothing is sent.
digest-channel-none = No channel has a digest. Name one, and choose “every day” or “every week”.
digest-channel-stopped = { $channel } gets no more digests.
digest-channel-none-anyway = { $channel } has no digest.
digest-in-channel-daily = The day's news
digest-in-channel-weekly = The week's news

error-time-of-day = “{ $typed }” is no time of day. Type it like 8:00, 20:30 or 8 pm.
error-digest-day = A daily digest has no day of the week. Leave day out, or choose “every week”.
error-digest-channel = Say which channel, too.
error-digests-full = This server has { $limit } digests already. Turn one off first: /newsroom digest with “none any more”.

notice-digest-permission = The digest for { $channel } could not be sent: I lack “{ $permission }” there. Grant it to my role in that channel's settings; the next digest has these stories too.
notice-digest-channel-gone = A digest was to go to a channel that no longer exists, so I stopped it. /newsroom digest gives another channel one.

