# What `newsclip check --polls` and `newsclip export polls` print.

error-export-no-such-server = The bot has never been in a server { $server }. `newsclip check` names those it is in; without --server the polls of all are written.

check-polls =
    { $polls ->
        [one] One poll in { $path }
       *[other] { $polls } polls in { $path }
    }
check-polls-replay = The log of votes leads to the marks of every poll.
check-polls-replay-broken = The log of votes does not lead to the marks in { $polls } polls ({ $which }). Put a backup in the database's place, or trust the marks: the bot compares those of open polls with Discord at its next start.
check-polls-order = Every mark knows the vote that made it.
check-polls-order-broken = Marks name another vote than the one that made them in { $polls } polls ({ $which }): which of several counts may be wrong there. Put a backup in the database's place.
check-polls-sum = The counts add up to the voters.
check-polls-sum-broken = The counts do not add up to the voters in { $polls } polls ({ $which }). Put a backup in the database's place.
check-polls-frozen = The counts of closed polls are as they were.
check-polls-frozen-broken = The count of { $polls } closed polls is not what its votes say ({ $which }). Put a backup in the database's place.
