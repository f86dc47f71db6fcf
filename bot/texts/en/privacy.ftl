# /privacy: for readers, about themselves.

privacy-opted-out = You are not counted any more. Your votes were removed from every server where I am, and reactions you add from now on are not stored, there or in servers that I join later. Who reacted stays visible on Discord: to hide that, take your reactions back. /privacy opt-in has you counted again.
privacy-opted-in = You are counted again, for reactions you add from now on. Earlier ones stay uncounted until you take them back and react again. Who reacted is visible on Discord.
privacy-counted-already = You had not opted out: your reactions are counted.
privacy-ask = Forget all your votes, in every server where I am? I keep votes under a code from which nobody can tell your name; what stands under yours is erased and not brought back. What stays: your reactions, which are visible on Discord until you take them back, and the counts of closed polls in which five readers or more voted, which name nobody. Closed polls with fewer readers lose their counts. Reactions you add from now on are counted again; /privacy opt-out prevents that.
privacy-confirm = Forget my votes
privacy-cancel = Keep them
privacy-erased = Done: your votes are forgotten. Your reactions are still visible on Discord; take them back there if you wish.
privacy-kept = Nothing was changed.
