# /newsroom audit: who did what, when. Names and titles arrive escaped; { $who } is a mention of a person.

audit-heading = **Who did what in this newsroom**, the newest first
audit-none = Nothing of that kind was done here yet.
audit-empty = Nothing was done here yet.
audit-line = - { $when } { $what }
audit-itself = Newsclip
audit-forgotten = somebody who wanted to be forgotten
audit-more = -# Only the last { $most } are listed. Name a person or a kind of thing to see what is older.
audit-other = { $who } did “{ $action }” to “{ $subject }”.

audit-area-feeds = feeds
audit-area-tags = tags
audit-area-votes = polls and vote sets
audit-area-settings = settings, setup and pauses
audit-area-stories = single stories
audit-area-digests = digests
audit-area-notices = what moderators were told

audit-feed-added = { $who } added the feed { $subject }.
audit-feed-edited = { $who } changed the feed { $subject }.
audit-feed-paused = { $who } paused the feed { $subject }.
audit-feed-resumed = { $who } let the feed { $subject } go on.
audit-feeds-imported = { $who } followed the new feeds of the file { $subject } ({ $feeds }).
audit-feeds-dropped = { $who } removed those feeds of the file { $subject } that could not be read.
audit-feed-removed = { $who } removed the feed { $subject }.
audit-tag-added = { $who } added the tag **{ $subject }**.
audit-tag-edited = { $who } changed the tag **{ $subject }**.
audit-tag-renamed = { $who } gave a tag the name **{ $subject }**.
audit-tag-rules-changed = { $who } changed what brings stories to the tag **{ $subject }**.
audit-tag-removed = { $who } removed the tag **{ $subject }**.
audit-tags-merged = { $who } merged tags into **{ $subject }**.
audit-tag-merged = { $who } merged the tag **{ $gone }** into **{ $subject }**.
# What exactly: each is one of several, parted by semicolons. { $words } come with + or − before each.
audit-exactly = { $what } { $changes }
audit-changed = { $name }: { $old } → **{ $new }**
audit-became = { $old } → **{ $new }**
audit-words = { $name }: { $words }
audit-field-name = name
audit-field-channel = channel
audit-field-position = place
audit-field-color = colour
audit-field-role = role
audit-field-synonyms = other names
audit-field-keywords = words
audit-field-rules = rules
audit-field-votes = another vote set
audit-field-forum-tag = another forum tag
audit-field-url = address
audit-field-minutes = minutes between checks
audit-field-tags = tags of all its stories
audit-field-filter = filter
audit-field-question = question
audit-field-options = options
audit-folders = They were filed by their folders.
audit-policy-automatic = stories come out by themselves
audit-policy-review = stories are held back for a moderator
audit-vote-set-added = { $who } added the vote set **{ $subject }**.
audit-vote-set-edited = { $who } changed the vote set **{ $subject }**.
audit-vote-set-removed = { $who } removed the vote set **{ $subject }**.
audit-poll-closed = { $who } closed the poll on **{ $subject }**.
audit-setting-changed = { $who } changed a setting: { $name }: { $old } → **{ $new }**.
audit-review-channel-set = { $who } made { $channel } the review channel.
audit-server-paused = { $who } paused the newsroom.
audit-server-resumed = { $who } let the newsroom go on.
audit-story-breaking = { $who } said that **{ $subject }** can't wait.
audit-digest-set = { $who } set the digest of { $channel }.
audit-digest-removed = { $who } ended the digest of { $channel }.
audit-notice-sent = { $who } told moderators: { $notice }

error-no-such-area = Nothing is called “{ $typed }” here. Choose one of { $areas }.
audit-desk-rule-added = { $who } added a rule of the desk: { $kind ->
        [word] hold stories with { $subject }
        [watch] hold stories of { $subject }
        [block] block stories of { $subject }
        [undated] hold stories without a date
       *[first] hold the first { $subject } stories of a new feed
    }.
audit-desk-rule-removed = { $who } removed a rule of the desk: { $kind ->
        [word] hold stories with { $subject }
        [watch] hold stories of { $subject }
        [block] block stories of { $subject }
        [undated] hold stories without a date
       *[first] hold the first { $subject } stories of a new feed
    }.
audit-desk-outlet-blocked = { $who } blocked the outlet { $subject }.
