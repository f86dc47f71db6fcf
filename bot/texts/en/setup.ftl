# The panel of /newsroom setup: five steps.

setup-heading = Setting up this newsroom
setup-step-here = **{ $title }**
setup-step-done = ✓ { $title }
setup-step-open = { $title }
setup-title-moderators = Moderators
setup-title-subjects = Tags
setup-title-feed = Feed
setup-title-check = Permissions
setup-title-test = Test
setup-note = ⚠️{" "}{ $note }
setup-note-well = ✓{" "}{ $note }
setup-back = Back
setup-next = Next
setup-done = Done

setup-moderators = **Where do moderators decide on stories that are held, and hear what they have to mend?** Choose a review channel that only they read, or let me make one.
setup-moderators-without = -# Go on without one, and I use the channel where Discord posts its own notices, or another where I may write. Readers may see that.
setup-moderators-now = Now that is { $channel }.
setup-choose-channel = Choose a channel
setup-make-private = Make one that only moderators read
setup-private = newsroom-notices
setup-private-made = Moderators decide on held stories in { $channel } from now on, and are told there what to mend; only they see it.
setup-private-topic = Held stories to decide on, and what needs mending in this newsroom. Only moderators see this

setup-subjects = **What is the news about?** Choose tags, the subjects of your server, and then say where their stories go. A story about several of them goes to each. /tags add makes tags of your own.
setup-subjects-where = **Where do stories about { $subjects } go?** Choose an existing channel, or let me make some in a category “News”.
setup-unplaced = You have not said where the stories go, so nothing is kept of { $subjects } yet. Choose a channel, or let me make some. Press “Next” once more to go on without them.
setup-choose-subjects = Choose tags
setup-choose-into = All of them into this channel
setup-make-channels = Make a channel for each
setup-make-forum = Make one forum
setup-category = News
setup-forum = news
setup-forum-topic = Every story is a post, filed under its tags
error-setup-manage-channels = I may not make channels. Grant my role “Manage Channels” under Server Settings → Roles, and I go on by myself; or choose an existing channel.
error-setup-permission = I lack “{ $permission }” for that. Grant it to my role under Server Settings → Roles (and in the category “News” if it is denied there), and press again.
error-setup-forum-tags = { $channel } takes only posts with one of its tags, and I can't make or give those that are wanted. Grant my role { $missing } there under Edit Channel → Permissions, and choose it again.
error-setup-channel-gone = That channel was deleted, or I can't see it. Choose another, or grant my role “View Channel” there.

setup-feed = **Where does the news come from?** Give the address of a feed, or of a website that has one. I show what it holds before anything is kept.
setup-feed-give = Give an address
setup-feed-another = Another address
setup-feed-keep = Follow it
setup-feed-newest = Follow it, and post its newest story
setup-form-title = Which feed?
setup-form-address = Address of a feed or a website
error-setup-no-feed = { $url } names no feed that can be read. Look there for a link that says RSS or Atom, and give that.

setup-check = **May I do what a newsroom does?** Post cards with pictures, open discussions, add the first reactions.
setup-check-nothing = There are no tags yet, so there is nothing to check: go back a step or two.
setup-check-well = ✓ Nothing is missing in any channel.
setup-check-missing = - { $channel } ({ $tags }): I lack { $permissions }. Grant that to my role under Edit Channel → Permissions.
setup-check-gone = - { $channel } ({ $tags }): the channel was deleted, or I can't see it. Choose another below, or grant my role “View Channel” there.
setup-check-better = -# Better with { $permissions } in { $channels }, but not needed: Manage Messages takes a reader's earlier reaction away when they vote again, Manage Threads opens discussions that somebody has locked. Grant it to my role under Server Settings → Roles, or in the channel.
setup-check-again = Check again
setup-choose-another = Another channel for the first that is gone

setup-test = **Does it work?** I post a test card in every channel, and take it away again at once.
setup-test-now = Test it
setup-test-title = A test card
setup-test-words = Newsclip tries whether it may post here. This goes away by itself.
setup-test-away = Take it away
setup-test-well = - ✓ { $channel }: posted, and taken away again.
setup-test-looked = - ✓ { $channel }: I may post there. I did not try it: without “Manage Threads” I could not take my post away again.
setup-test-failed = - ✗ { $channel }: { $why }
setup-summary = **This newsroom has { $tags ->
        [one] one tag
       *[other] { $tags } tags
    } and { $feeds ->
        [one] one feed
       *[other] { $feeds } feeds
    }.**
setup-going = New stories go out by themselves from now on.
setup-going-reviewed = Where a tag or a feed is under review, its stories wait for a moderator in { $channel }; /desk next shows them too.
setup-going-reviewed-next = Where a tag or a feed is under review, its stories wait for a moderator: /desk next shows them.
setup-paused = It is paused: nothing goes out until you use /newsroom resume.
setup-kept-back = **Nothing goes out to { $channels } yet**: go back to “Permissions”, which says what is missing.
setup-card = See the newest card: { $link }
setup-card-coming = Its first card is on its way.
setup-told-in = Moderators decide on held stories in { $channel }, and are told there what to mend.
setup-lacking = **Nothing goes out yet**: this newsroom needs a tag and a feed. /newsroom setup takes you to what is left.
setup-next-things = -# Next: /feeds add follows more, /tags add makes more tags, /newsroom status shows how it goes, /newsroom pause stops everything. Who may use which command is set under Server Settings → Integrations.
