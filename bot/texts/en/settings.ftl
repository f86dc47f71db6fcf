# /newsroom settings: what an owner sets for the whole server. Names arrive escaped.

settings-heading = **What holds for the whole server**
settings-line = - { $name }: **{ $value }**
settings-name-language = Language of what everybody reads
settings-name-time-zone = Time zone
settings-name-review-channel = Review channel
settings-name-moderator-role = Role of the moderators
settings-name-quiet = Quiet hours
settings-name-cards-per-hour = Cards an hour in a channel
settings-name-poll-length = Polls are open for
settings-name-ping-from = Subscribers from which a tag's role is pinged
settings-name-votes = Readers are asked, where a tag says nothing else
settings-name-review-length = A story waits for a moderator, before it expires, for
settings-name-clips-per-day = Links that a member may propose in a day
settings-name-clip-role = Proposed links are posted at once of who has
settings-language-auto = as this server has it in Discord
settings-language-now = as this server has it in Discord: { $language }
settings-channel-none = a channel that Discord uses for its own notices
settings-role-none = nobody chosen
settings-quiet-none = none
settings-cards-any = as many as there are
settings-cards =
    { $count ->
        [one] one; more go to digests only
       *[other] { $count }; more go to digests only
    }
settings-poll-default = as whoever runs this bot has set it
settings-poll-usual = { $length }, as whoever runs this bot has set it
settings-poll-days =
    { $count ->
        [one] one day
       *[other] { $count } days
    }
settings-poll-hours =
    { $count ->
        [one] one hour
       *[other] { $count } hours
    }
settings-votes-none = what they make of the news
settings-clip-role-none = nobody: moderators look at each
settings-clips =
    { $count ->
        [0] none: clipping is off
        [one] one
       *[other] { $count }
    }
settings-review-public = ⚠️ Everybody can read { $channel }, and with it the held stories and what moderators are told. Choose a channel that only they see.
settings-role-without-commands = ⚠️ { $role } may press the moderators' buttons; their commands are shown to it with “Manage Messages” only, or as set under Server Settings → Integrations.
settings-below = -# The menus below, from the top: the language; the channel and the role of the moderators (who have it see the channel that /newsroom setup makes for them); what readers are asked.
settings-quiet-now = -# It is quiet now: cards wait until { $until }. /story breaking lets one go at once.

settings-choose-language = Language of what everybody reads
settings-choose-channel = Review channel: held stories, and what moderators have to mend
settings-choose-role = Role of the moderators
settings-choose-votes = What readers are asked
settings-type = Hours and numbers …
settings-clips-form = Review and clippings …
settings-mine = Use what I typed
settings-form-title-type = Hours and numbers
settings-form-title-clips = Review and clippings
settings-form-review = How long a story waits for a moderator
settings-form-review-hint = Like 2 d or 36 h, at most 7 d; then it expires
settings-form-clips = Links a member may propose in a day
settings-form-clips-hint = A whole number; 0 or - for none
settings-form-clip-role = Role whose links are posted at once
settings-form-clip-role-hint = Leave it empty to have moderators look at each one first
settings-form-zone = Time zone
settings-form-zone-hint = A city, or a name like Europe/Berlin
settings-form-quiet = Quiet hours
settings-form-quiet-hint = Like 22:00-07:00; empty for none
settings-form-cards = Cards an hour in a channel
settings-form-cards-hint = More go to digests only; empty for as many as there are
settings-form-poll = How long polls are open
settings-form-poll-hint = Like 3 d or 36 h, at most 7 d; empty for what whoever runs this bot has set
settings-form-ping = Subscribers from which a role is pinged
settings-form-ping-hint = Those of a tag with fewer are mentioned in the discussion, one by one

settings-made = ✓ { $name }: { $old } → **{ $new }**
settings-expiring =
    { $count ->
        [one] ⚠️ One story has waited for longer than that already: it expires within a minute, unless you set it back.
       *[other] ⚠️ { $count } stories have waited for longer than that already: they expire within a minute, unless you set it back.
    }
settings-nothing-new = Nothing has changed: it was set so already.
settings-meanwhile = { $who } changed this meanwhile: { $name }: { $old } → **{ $new }**. That was kept.
settings-refused = Meanwhile somebody changed what you were changing too, so nothing of yours was done:
settings-refused-by = - { $who }: { $name }: { $old } → **{ $new }**
settings-refused-yours = - You wanted: { $name }: **{ $new }**
settings-choose-again = Choose again, if you still want that.
settings-somebody = Somebody
settings-note = ⚠️{" "}{ $note }

error-cards-per-hour = “{ $typed }” is no number of cards an hour. Give a whole number from 1 to { $most }, or - for as many as there are.
error-ping-from = “{ $typed }” is no number of subscribers. Give a whole number from 1 to { $most }.
error-poll-length = “{ $typed }” is no time for a poll to be open. Give days like 3 d or hours like 36 h, from 1 h to { $most } d, or - for what whoever runs this bot has set.
error-language = “{ $typed }” is none of the languages that there are. Pick one of those offered.
error-review-channel = { $channel } can't be the review channel. Choose a text channel that the bot can see.
error-moderator-role = Everybody has the role @everyone. Choose one that only moderators have.
error-clips-per-day = “{ $typed }” is no number of links. Give a whole number from 1 to { $most }, or - to let nobody propose any.
error-review-length = “{ $typed }” is no time for which stories can wait. Give days or hours, like 2 d or 36 h, at most { $most } days.
error-clip-role = Everybody has the role @everyone. Choose the role of those whose links need no look by moderators.
