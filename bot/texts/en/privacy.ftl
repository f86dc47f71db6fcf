# /privacy: for readers, about themselves.

privacy-opted-out = You are not counted any more. Your votes were removed from every server where I am, and what you react from now on is not stored, there or where I come later. Who reacted stays visible on Discord: to hide that, take your reactions back. /privacy opt-in has you counted again.
privacy-opted-in = You are counted again, for what you react from now on. Earlier reactions stay uncounted until you take them back and react anew. Who reacted is visible on Discord.
privacy-counted-already = You had not opted out: what you react is counted.
privacy-ask = Forget all your votes, in every server where I am? I keep votes under a code from which nobody can tell your name; what stands under yours is erased and not brought back. What stays: your reactions, which are visible on Discord until you take them back, and the counts of closed polls with five votes or more, which name nobody. Closed polls with fewer lose their counts. What you react from now on is counted again; /privacy opt-out prevents that.
privacy-confirm = Forget my votes
privacy-cancel = Keep them
privacy-erased = Done: your votes are forgotten. Your reactions are still visible on Discord; take them back there if you wish.
privacy-kept = Nothing was changed.
