# What a reader subscribes to. Labels arrive escaped; channels are Discord's mentions of them.

error-card-without-tags = There is nothing to subscribe to on this card any more. /news browse shows what there is.
error-not-subscribed = You are subscribed to no tag “{ $name }” here. /news subscriptions shows yours.
error-not-subscribed-near = You are subscribed to no tag “{ $name }” here. Did you mean “{ $near }”? /news subscriptions shows yours.
error-too-many-subscriptions = Nobody can subscribe to more than { $limit } tags of one server. End some with /news unsubscribe.

# How a tag's stories reach a reader.
follow-reach-mention = mention in the discussion
follow-reach-direct = direct message
follow-reach-digest = in your digest
follow-reach-list = only where you look for them
follow-reach-undiscussed = direct message, because its stories have no discussion
follow-reach-asked = mention in the discussion, or direct message while nobody has opened one
follow-reach-role = a ping of its role, on the card

follow-added = You are subscribed to **{ $label }** now. How its stories reach you: { $reach }.
follow-already = You are subscribed to **{ $label }** already. How its stories reach you: { $reach }.
follow-changed = You had **{ $label }** already. How its stories reach you now: { $reach }.
follow-ended = You are subscribed to **{ $label }** no longer.
follow-no-room = No room for **{ $labels }**: nobody can subscribe to more than { $limit } tags of one server. End some with /news unsubscribe.
follow-unknown = There is no tag “{ $name }” here. /news browse shows what there is.
follow-unknown-near = There is no tag “{ $name }” here. Did you mean { $near }?
follow-unknown-own = There is no tag “{ $name }” here. If you meant { $near }: you are subscribed to that.
follow-no-digest = You have no digest yet: /news digest sets when it comes.
follow-shut = **No direct message of mine reaches you**, so you don't get some of these. Allow direct messages in the server's privacy settings (click its name → Privacy Settings), then press “Write to me again”.
follow-shut-hint = **No direct message of mine reaches you.** /news subscriptions has what to do about it.
follow-no-tags = There is nothing here yet that you could subscribe to.
follow-subscribe-to = Subscribe to { $label }
follow-undo = Undo
follow-undone = All is as it was before.

# Choosing among tags.
follow-choose = Choose what you want to be subscribed to; what is chosen already is yours now.
follow-choose-card = The tags of this story. What is chosen is yours; choose what you want.
follow-choose-reach = What you choose now reaches you like this: **{ $reach }**. What was yours before keeps its way; /news subscriptions changes it.
follow-choose-hint = Your tags
follow-chosen =
    { $count ->
        [0] You are subscribed to none of these.
       *[other] You are subscribed to { $labels }.
    }

# /news browse
follow-browse =
    { $count ->
        [one] **One tag** of { $server }
       *[other] **{ $count } tags** of { $server }
    }
follow-activity = { $mark } **{ $label }** · { $channel } · { $weekly } · { $subscribers }
follow-weekly-none = no story in the last weeks
follow-weekly-few = less than a story a week
follow-weekly =
    { $stories ->
        [one] about one story a week
       *[other] about { $stories } stories a week
    }
follow-subscribers =
    { $readers ->
        [0] no subscriber yet
        [one] one subscriber
       *[other] { $readers } subscribers
    }
follow-own-marked = ✓ marks yours. Choose below what you want of this page.

# /news subscriptions
follow-own =
    { $count ->
        [one] **You are subscribed to one tag** of { $server }
       *[other] **You are subscribed to { $count } tags** of { $server }
    }
follow-own-none = You are subscribed to nothing here. /news browse shows what there is, and cards have a button for it.
follow-own-hidden =
    { $count ->
        [one] Not shown: one more subscription, to a tag whose channel you can't see.
       *[other] Not shown: { $count } more subscriptions, to tags whose channels you can't see.
    }
follow-end-hidden = End what I can't see
follow-hidden-ended =
    { $count ->
        [one] One subscription ended, to a tag whose channel you can't see.
       *[other] { $count } subscriptions ended, to tags whose channels you can't see.
    }
follow-for-all =
    { $count ->
        [one] How its stories reach you: **{ $reach }**
       *[other] How their stories reach you: **{ $reach }**
    }
follow-for-others = How their stories reach you, unless it says otherwise: **{ $reach }**
follow-own-line = - **{ $label }**
follow-own-line-reach = - **{ $label }** · { $reach }
follow-quiet = Quiet hours: **{ $hours }** ({ $zone }). What is due then waits, but for breaking news.
follow-no-quiet = No quiet hours. Your time zone: { $zone }.
follow-which = Which tag?
follow-which-all = All that have no way of their own
follow-how = How { $label } reaches you
follow-how-all = How your tags reach you
follow-as-all = As for all the others
follow-end = End this subscription
follow-ended-meanwhile = You are not subscribed to that tag any more; nothing was changed for it.
follow-times = Quiet hours…
follow-times-title = Quiet hours and time zone
follow-hours = Quiet hours
follow-hours-hint = When you want to be left alone, like 22:00-7:00. Empty: never.
follow-zone = Time zone
follow-zone-hint = A city, like Europe/Kyiv, or hours from UTC, like UTC+2. Empty: the server's, { $zone }.

# /news unsubscribe
follow-all-choice = All of them
follow-end-all =
    { $count ->
        [one] End your one subscription in this server?
       *[other] End all { $count } subscriptions that you have in this server?
    }
follow-end-all-hidden =
    { $count ->
        [one] One of them is to a tag whose channel you can't see.
       *[other] { $count } of them are to tags whose channels you can't see.
    }
follow-end-all-yes = End them
follow-end-all-no = Keep them
follow-all-ended =
    { $count ->
        [one] You had one subscription here; it is ended.
       *[other] You had { $count } subscriptions here; they are ended.
    }
follow-all-kept = Your subscriptions stay as they are.
