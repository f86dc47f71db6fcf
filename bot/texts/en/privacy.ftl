# /privacy: for readers, about themselves.

privacy-opted-out = You are not counted any more. Your votes were removed from every server where I am, and reactions you add from now on are not stored, there or in servers that I join later. Who reacted stays visible on Discord: to hide that, take your reactions back. /privacy opt-in has you counted again.
privacy-opted-in = You are counted again, for reactions you add from now on. Earlier ones stay uncounted until you take them back and react again. Who reacted is visible on Discord.
privacy-counted-already = You had not opted out: your reactions are counted.
privacy-ask =
    Forget everything about you, in every server where I am?
    - **Goes**: your subscriptions, settings, digests and saved stories, what I was about to tell you, the roles I gave you, and all your votes. Votes stand under a code from which nobody can tell your name; what stands under yours is erased and not brought back.
    - **Stays**: your reactions, which are visible on Discord until you take them back; the counts of closed polls in which five readers or more voted, which name nobody (closed polls with fewer lose their counts); and what you did as an owner or moderator, without your name.
    Reactions you add from now on are counted again; /privacy opt-out prevents that.
privacy-confirm = Forget me
privacy-cancel = Keep it
privacy-erased = Done: everything about you is forgotten. Your reactions are still visible on Discord; take them back there if you wish. Roles that I gave you go in a moment; where I am not allowed to take them now, as soon as I am.
privacy-roles-kept = I am no longer in { $servers }, so a role that I gave you there stays with you: whoever runs that server can take it away.
privacy-exported = Here is everything that I store about you, of all servers. Votes and wishes stand under codes that only lead back to you with the key of this bot, which made them for this file. Stories in channels that you can't see now stand without title and link.
privacy-policy = **What I store about you**
privacy-policy-votes = - **Votes**: your reactions to cards whose poll is open, to count them. They stand under a code, another one in each server, and not under your name, and count for as long as I am in the server. After /privacy opt-out none are stored.
privacy-policy-reading = - **Reading**: your subscriptions, how they reach you and in which language, quiet hours, digests, saved stories, roles that I gave you for a tag, whether direct messages reach you, and for 35 days which stories you were told of, under your Discord id, because I have to find you. Until you end them, or use /privacy delete.
privacy-policy-clips = - **Clippings**: the links that you propose as stories, when, and what became of them; your name stands on the cards. Until /privacy delete takes it off.
privacy-policy-owners = - **Owners and moderators**: who changed what in a server, so that the team can see it. What buttons under my answers need is kept for 35 days, a question for an hour.
privacy-policy-not = - **Not stored**: messages. I receive none of them but the one in whose menu you choose “Clip this link”: of that I keep its links for an hour, and the one you chose; nobody's name or picture, and no other roles; nothing is passed on to anybody. What a server stored goes 30 days after I was removed from it.
privacy-policy-yours = Yours to decide, also in a direct message to me, for all servers at once, those that you have left too: /privacy export, /privacy delete, /privacy opt-out. Discord offers them while we share any server. Who reacted is visible on Discord, whatever I store.
privacy-kept = Nothing was changed.
