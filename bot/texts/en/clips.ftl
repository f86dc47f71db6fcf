# /clip: links that members propose as stories. Titles, links and names arrive escaped.

clip-proposed = Thank you! “{ $title }” waits for the moderators now. I write to you when they have decided.
clip-why =
    { $why ->
        [no-tag] -# Your links go out by themselves here, but no tag fits this one.
        [held-by-tag] -# Your links go out by themselves here, but moderators look at every story with its tag.
        [held-by-word] -# Your links go out by themselves here, but it has a word that moderators want to look at.
        [held-by-outlet] -# Your links go out by themselves here, but moderators look at every story of its outlet.
        [held-undated] -# Your links go out by themselves here, but its page gives no date.
       *[other] -# Your links go out by themselves here, but a rule of this server holds this one.
    }
clip-out = Thank you! “{ $title }” goes out in a moment.
clip-here = This is here already: { $card }
clip-here-discussion = This is here already: { $card } · { $thread }
clip-coming = “{ $title }” is known here already, and its card is on its way.
clip-waiting = “{ $title }” waits for the moderators already.
clip-mine = You have proposed this already: it waits for the moderators.
clip-decided = The moderators have decided on “{ $title }” before: it is not posted here.
clip-expired = “{ $title }” waited here before, and nobody decided on it in time. A moderator can bring it back.
clip-was-here = “{ $title }” was here before. /news search finds what there is of it.

clip-none = There is no link in that message that could be a story.
clip-which = Which of these links should be a story here?
clip-choose = Choose a link

error-clip-off = Nobody can propose links here: the owner of this server has turned that off with /newsroom settings.
error-clip-limit =
    { $most ->
        [one] You can propose one link in a day here. You can propose another { $again }.
       *[other] You can propose { $most } links in a day here. You can propose another { $again }.
    }
error-clip-busy = The link that you gave before is still being read. Wait for its answer, then give the next one.
error-clip-link = “{ $link }” is no address of a web page. Give one that begins with https:// or http://.
error-clip-long = This address is too long: { $most } characters at most. Try the address that the page's “share” button gives.
error-clip-home = { $link } is a site's front page and no story. Open the story, and give its own address.
error-clip-address = { $link } can't be read: it does not lead to a public page. Give an address that everybody can open.
error-clip-no-answer =
    { $status ->
        [0] { $link } gave no answer. Check the address, or try again later.
        [401] { $link } asks for a login. Give a page that everybody can read.
        [403] { $link } refuses to be read by this bot. Give another page with the same story.
        [404] { $link } is not there. Check the address for a typo.
        [410] { $link } is gone for good. Give another page with the same story.
       *[other] { $link } answered with an error (HTTP { $status }). Try again later.
    }
error-clip-large = { $link } is too large to be read. Give another page with the same story.
error-clip-unreadable = { $link } could not be read as a page. Give the address of an article.
error-clip-feed = { $link } is a feed and no story. Give the address of one story. Owners follow feeds with /feeds add.
error-clip-no-story = { $link } has no title and no text that could be shown. Give the address of an article.
error-clip-blocked = The moderators let nothing of { $outlet } in here, so it was not taken.

card-clipped = proposed by { $who }

clip-told-posted = **{ $title }**, which you proposed in { $server }, was posted: { $card }
clip-told-merged = **{ $title }**, which you proposed in { $server }, was joined with a story that is there already: { $card }
clip-told-merged-unseen = **{ $title }**, which you proposed in { $server }, was joined with another story.
clip-told-rejected = **{ $title }**, which you proposed in { $server }, was not taken by its moderators.
clip-told-rejected-because = **{ $title }**, which you proposed in { $server }, was not taken by its moderators: { $why }.
clip-told-expired = **{ $title }**, which you proposed in { $server }, was not posted: nobody decided on it in time.
