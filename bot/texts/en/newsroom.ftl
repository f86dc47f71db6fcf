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
newsroom-paused = **Paused** { $at }: nothing goes out until /newsroom resume.
newsroom-kept-back =
    { $count ->
        [one] One card is waiting.
       *[other] { $count } cards are waiting.
    }
newsroom-review-channel = Moderators decide on held stories in { $channel }, and are told there what to mend.
newsroom-no-review-channel = Nobody has chosen a review channel, where moderators decide on held stories and are told what to mend: do so with /newsroom setup.
newsroom-review-channel-gone = - The review channel was deleted, or I can't see it: choose another with /newsroom setup.
newsroom-review-channel-closed = - { $channel }, the review channel: I lack { $permissions }. Grant that to my role under Edit Channel → Permissions.
newsroom-pausing = Nothing goes out from now on. Feeds are still read, votes still count, and new cards wait. /newsroom resume lets them go, but for news that has become old by then.
newsroom-resuming =
    { $waited ->
        [0] Stories go out again. Nothing was waiting.
        [one] Stories go out again, and the card that waited goes out now.
       *[other] Stories go out again, and the { $waited } cards that waited go out now.
    }
newsroom-well = Nothing waits, and every feed can be read.
newsroom-standing-heading = **What stands still**
newsroom-standing =
    { $count ->
        [one] - { $channel }: one card, due { $since }. { $why }
       *[other] - { $channel }: { $count } cards, the first due { $since }. { $why }
    }
newsroom-held-heading = **What your settings hold back**
newsroom-held-stories =
    { $count ->
        [one] - One story waits for a moderator: /desk next shows it.
       *[other] - { $count } stories wait for a moderator: /desk next shows them one after the other.
    }
newsroom-held =
    { $count ->
        [one] - { $channel }: one card. { $why }
       *[other] - { $channel }: { $count } cards, the first of { $since }. { $why }
    }
newsroom-detail = { $why } ({ $detail })
newsroom-channels-heading = **Channels to look at**
newsroom-channel-gone = - **{ $tags }**: the channel was deleted, or I can't see it. Choose another with /tags edit or /newsroom setup; if it is there, grant my role “View Channel” in it.
newsroom-feeds-heading = **Feeds to look at**
newsroom-no-tags = No tags yet: add one with /tags add, so that stories know where to go.
newsroom-no-feeds = No feeds yet: add one with /feeds add.

error-paused-already = This newsroom is paused already. /newsroom resume lets things go out again.
error-not-paused = This newsroom is not paused. /newsroom status shows what waits, and why.
