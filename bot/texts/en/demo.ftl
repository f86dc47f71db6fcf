# What `newsclip demo` says on the terminal, and in its server.

demo-starting = Starting the local Discord and the bot …
demo-ready = Newsclip demo ready: { $url }
demo-hint = Stories arrive by themselves. Open a channel, react under a card, open its discussion. Ctrl-C ends it.
demo-kept = The database and the addresses and tokens (demo.json) are in { $folder }.
demo-sold-out = All stories of the newsstand are out. With --feed URL|FILE you can add a feed of your own.
demo-sold-out-there = That was the last of today's stories: the newsstand has no more. `/feeds add` takes a feed of yours; reacting, discussing and every command go on as before.
demo-own-feed = { $target } goes to #{ $channel }: its newest stories, then the new ones.
demo-own-feed-failed = { $target } is left out: { $why }
demo-own-topic = What { $target } brings
demo-welcome =
    Welcome to **Harbour News**. The isles, their papers and everybody here are invented; the bot is real.

    New stories come to the channels of their tags by themselves. React under a card to say what you think, or open its discussion. `/news results` shows what everybody made of a story.

    You can be anyone here: change who you are in the corner. Tove, who owns the server, and Jonas, who moderates it, may use `/feeds`, `/tags` and `/newsroom` as well.

error-port-taken = Port { $port } is in use, perhaps by another demo. End that one, or choose another port: newsclip demo --port { $other }
error-demo-folder = { $path } can't hold the demo's data ({ $why }). Give another folder with --data.
error-demo-kept = The server kept in { $path } can't be read by this version. Give another folder with --data, or delete this one.
