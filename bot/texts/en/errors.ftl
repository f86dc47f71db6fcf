# Expected failures: one sentence for each code of bot/domain/errors.py, naming the thing and the fix.

error-internal = Something went wrong on our side, and it was logged. Try again; if it keeps happening, tell whoever runs this bot.

error-feed = { $url } could not be read. Open it in a browser to see what it shows.
error-address-refused = { $url } is not read: { $why }. Give a public http or https address; whoever runs this bot can allow a private host with feeds.allowed_hosts.
error-fetch-failed =
    { $status ->
        [0] { $url } gave no answer: { $why }. Check the address, or try again later.
        [401] { $url } asks for a login (HTTP 401), which this bot does not have. Give an address that anyone may read.
        [403] { $url } refuses to be read by this bot (HTTP 403). Ask its owners, or give another address.
        [404] { $url } is not there (HTTP 404). Check the address for a typo.
        [410] { $url } is gone for good (HTTP 410). If it has a new address, add that with /feeds add.
        [429] { $url } asks to be read less often (HTTP 429). It is tried again later; whoever runs this bot can raise feeds.interval_minutes.
       *[other] { $url } answered with HTTP { $status } ({ $why }). Try again later.
    }
error-too-large = { $url } is larger than { $limit } bytes. Give a smaller feed; whoever runs this bot can raise feeds.max_megabytes.
error-not-a-feed =
    { $looks_like ->
        [html]
            { $feed_count ->
                [0] { $url } is a web page and not a feed. Look there for a link that says RSS or Atom.
               *[other] { $url } is a web page and not a feed. Give the feed that it names: { $feeds }
            }
        [empty] { $url } is empty. Check the address, or wait until the feed has its first story.
       *[other] { $url } is not a feed (RSS, Atom or JSON Feed). Check the address in a browser.
    }
error-unreadable = { $url } could not be understood: { $why }. Tell its owners that their feed is broken, or give another address.

error-configuration = The configuration has faults:
    { $faults }

error-publish = Discord did not take what was sent. It is tried again; /newsroom status shows what waits.
error-destination-gone = The channel or thread no longer exists, or the bot can't see it. Give the tag another channel with /tags edit.
error-permission-missing = The bot lacks the permission “{ $permission }” there. Grant it to the bot's role in that channel; what waits goes out by itself then.
error-card-gone = That card was deleted in Discord, so there is nothing to change on it.
error-refused = Discord refused this for good: { $why } (code { $discord_code }). The story is not posted there; /newsroom status lists it.
error-try-later = Discord asks the bot to wait { $seconds } seconds. It goes on by itself then.
error-outcome-unknown = Discord's answer was lost ({ $why }). The bot checks whether it was done before it tries again.

# What a person typed, or what was not there (or was there already).

error-not-written = { $path } can't be written ({ $why }). Name a file in a folder that is there and yours.
error-server-id = { $typed } is no server's ID. It is the number that Discord copies with “Copy Server ID”.
error-two-formats = --csv and --json can't both be had. Choose one.
error-no-such-file = { $path } can't be read ({ $why }). Check the name of the file, or give an address that begins with https://.
error-source-already-there = This server follows { $url } already. /feeds list shows it.
error-tag-already-there = There is a tag “{ $label }” already. Choose another name, or look at it with /tags list.
error-pattern = The pattern { $pattern } can't be used; the reader of patterns says “{ $why }”. Write it in the syntax of RE2; it has no look-ahead and no back-references.
error-pattern-long = The pattern is longer than { $limit } characters. Split it into shorter ones.
error-forum-tag-required = The forum takes no post without one of its tags. Choose one for the tag with /tags edit.
error-threads-full = This server has as many active threads as Discord allows. Archive some, and try again.
error-emoji-gone = The emoji { $emoji } was deleted, or can't be used here. Choose another one.
error-door-closed = Discord let no direct message of mine through to you. Allow direct messages in this server's privacy settings (right-click its name → Privacy Settings), and try again.
error-role-gone = That role is not there any more.
error-reader-gone = That person is not in this server any more.
error-vote-set-already-there = This server has a vote set named “{ $name }” already. Choose another name.
error-no-such-card = This card's story is not known any more, so there is nothing to open.
error-discussion-taken-back = The moderators have taken this story back, so its discussion is not opened any more.
error-panel-old = This was answered already, or is too old. Use the command again.
error-renamed-meanwhile = “{ $old }” is called “{ $name }” by now, so nothing was changed. Use the command again to see what it would do.
error-panel-of-another = Only the person who asked can answer this. Use the command yourself.
error-quiet-hours = “{ $typed }” are no quiet hours. Give when they begin and end, like 22:00-7:00.
error-time-zone = There is no time zone “{ $name }”. Give a city's, like Europe/Kyiv, or hours from UTC, like UTC+2.
error-time-zone-near = There is no time zone “{ $name }”. Did you mean { $near }?

# A filter that makes no sense: `at` counts characters from 1, `here` is what stands there.

error-filter-empty = The filter is empty. Type words, like: talks or "peace plan" — or - for no filter.
error-filter-long = Written out, the filter is longer than { $limit } characters. Use fewer words, or a pattern like /talk(s|ing)/.
error-filter-deep = The filter goes more than { $limit } brackets deep at character { $at }, before “{ $here }”. Take some out.
error-filter-patterns = The filter has more than { $limit } patterns at character { $at }, before “{ $here }”. Put several into one, like /talks|truce/, or type words.
error-filter-bracket-open = The bracket at character { $at }, “{ $here }”, is never closed. Add a ) where it ends.
error-filter-bracket-closes = The ) at character { $at } closes nothing. Take it out, or open it with a ( before.
error-filter-quote-open = The quotation mark at character { $at }, “{ $here }”, is never closed. Add a " where the words end.
error-filter-pattern-open = The pattern at character { $at }, “{ $here }”, is never closed. End it with a / (one inside it is written \/), or put the word into quotation marks.
error-filter-no-letters = “{ $here }” at character { $at } has no letter or digit to look for. Take it out, or type a word.
error-filter-field = “{ $name }:” at character { $at } is nothing that a filter knows: there are category: and hashtag:. To look for the words, put them into quotation marks.
error-filter-word-missing = A word is missing at character { $at }, before “{ $here }”. To look for the word itself, put it into quotation marks.
error-filter-word-missing-end = The filter stops too early: a word is missing at its end.

# What is wrong with an address or with what came from it: stands for `why` in the sentences above.

trouble-no-address = this is not an address that can be read
trouble-not-web = only http and https addresses are read
trouble-with-password = it carries a user name or a password
trouble-no-host = it names no host
trouble-not-public = it is not on the public internet
trouble-in-numbers = an address in numbers is not written like this
trouble-private-name = its name belongs to a private network
trouble-leads-inside = its name leads to an address that is not on the public internet
trouble-unknown-name = no server is known under this name
trouble-unreachable = the server can't be reached
trouble-untrusted = the server's certificate can't be trusted
trouble-broke-off = the server broke off, or answered what is not HTTP
trouble-too-slow = the whole answer did not come in time
trouble-too-many-redirects = it redirects too many times
trouble-lost-redirect = it redirects to nowhere
trouble-unasked = the server says that nothing changed, but was not asked that
trouble-server-broken = the server has trouble
trouble-no-content = the server sent no content
trouble-damaged = the answer is damaged, or packed in an unknown way
trouble-no-text = it is not a page of text
trouble-empty-page = the page is empty
trouble-is-feed = it is a feed
trouble-slow-reading = it took too long to read
trouble-reader-failed = the bot failed at reading it
