# /newsroom. Labels and titles arrive escaped.

newsroom-heading = **Newsroom of { $server }**
newsroom-counts = { $tags ->
        [one] One tag
       *[other] { $tags } tags
    }, { $feeds ->
        [one] one feed
       *[other] { $feeds } feeds
    }, { $posted ->
        [one] one card
       *[other] { $posted } cards
    } posted.
newsroom-last-card = Last card { $at }.
newsroom-last-check = Feeds last read { $at }.
newsroom-under-way =
    { $count ->
        [one] One card is on its way.
       *[other] { $count } cards are on their way.
    }
newsroom-well = Nothing waits, and every feed can be read.
newsroom-standing-heading = **What stands still**
newsroom-standing =
    { $count ->
        [one] - { $channel }: one card since { $since }. { $why }
       *[other] - { $channel }: { $count } cards, the first since { $since }. { $why }
    }
newsroom-detail = { $why } ({ $detail })
newsroom-channels-heading = **Channels to look at**
newsroom-channel = - { $channel } ({ $tags }): the bot lacks { $permissions }.
newsroom-channel-gone = - { $channel } ({ $tags }): the channel was deleted.
newsroom-feeds-heading = **Feeds to look at**
newsroom-no-tags = No tags yet: add one with /tags add, so that stories know where to go.
newsroom-no-feeds = No feeds yet: add one with /feeds add.
