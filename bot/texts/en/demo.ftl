# What `newsclip demo` says on the terminal, and in its server.

demo-starting = Starting the local Discord and the bot …
demo-ready = Newsclip demo ready: { $url }
demo-hint = Stories arrive by themselves. Open a channel, react under a card, open its discussion. Ctrl-C ends it.
demo-hint-empty = The server is empty and you are its owner: begin with /newsroom setup. Ctrl-C ends it.
demo-kept = The database and the addresses and tokens (demo.json) are in { $folder }. To look into it: NEWSCLIP_STORAGE__PATH={ $folder }/newsclip.db newsclip check --offline --polls
demo-sold-out = The newsstand has no more stories. With --feed URL|FILE you can add a feed of your own.
demo-sold-out-there = That was the last of today's stories: the newsstand has no more. `/feeds add` takes a feed of yours; reacting, discussing and every command go on as before.
demo-own-feed = { $target } goes to #{ $channel }: its newest stories, then the new ones.
demo-own-feed-failed = { $target } is left out: { $why }
demo-own-topic = What { $target } brings
demo-welcome =
    Welcome to **Harbour News**. The isles, their papers and everybody here are invented; the bot is real. Stories come by themselves: the first every few seconds, the later ones slower. React under a card to say what you think.

    What to look at:
    - #sport: the polls here **close after two minutes**. Vote, and watch the count become a result.
    - #world: an announcement channel, whose cards are passed on to the servers that follow it. Within a minute the paper corrects the night ferry's story, and its card with it.
    - #magazine: a forum. Each story is a post with its tags; culture keeps its pictures behind a spoiler.
    - #business asks a question with several answers. #climate uses this server's own emoji, and opens a discussion when the first reader asks for it.
    - #politics: one story's home is in first-look, which only those who run the server see. Its card here says nothing of that, and no link leads there.
    - #science is as it comes, with a discussion under every card.
    - #health shows only what a moderator has let out, and so it is with the Skerrow Shopper, a feed that nobody checks. **Be Jonas**: newsdesk has those stories with buttons. Approve one and see its card come; reject one; `/desk next` shows one after the other, `/desk undo` takes back what was just decided, `/story why` says why a story came or did not.

    You can be anyone: change it in the corner. You begin as a reader. Elin has her Discord in German, Dario in Ukrainian. Jonas moderates, Tove owns the server: they see newsdesk and first-look, and may use `/desk`, `/story`, `/feeds`, `/tags`, `/polls` and `/newsroom`. `/news subscribe` and all of `/news` are for everybody.

demo-welcome-empty =
    This server is new. You are **Tove**, who owns it; the bot has just been invited, and knows nothing yet.

    1. Type `/newsroom setup` here, and answer what it asks.
    2. For the feed, take this invented paper: { $paper }
    3. Stories come by themselves once you follow it. React under the first card, as another person too: change it in the corner.

error-demo-empty-feeds = An empty server follows nothing yet: leave out --feed, and add yours with /newsroom setup or /feeds add.
error-demo-not-empty = { $path } keeps a server that is set up already. Give another folder with --data, or leave out --empty.
error-port-taken = Port { $port } is in use, perhaps by another demo. End that one, or choose another port: newsclip demo --port { $other }
error-demo-folder = { $path } can't hold the demo's data ({ $why }). Give another folder with --data.
error-demo-kept = The server kept in { $path } can't be read by this version. Give another folder with --data, or delete this one.
