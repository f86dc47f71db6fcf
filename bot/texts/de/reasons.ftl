# Warum ein Artikel erschien oder nicht: ein Satz für jeden Code aus bot/domain/reasons.py.

reason-routed = Mindestens ein Thema dieses Servers hat den Artikel genommen.
reason-no-tag = Keins der Themen dieses Servers passt dazu. Füge eins mit /tags add hinzu.
reason-backlog = Er stand schon im Feed, bevor dieser Server den Feed hinzufügte. Ein neuer Feed postet nichts Altes.
reason-duplicate = Diesen Artikel hat der Server schon aus einem anderen Feed.
reason-review = Er wartet auf die Moderation.

reason-by-hashtag = Der Artikel trägt einen Hashtag mit dem Namen des Themas.
reason-by-synonym = Der Artikel trägt einen anderen Namen des Themas.
reason-by-category = Der Artikel steht unter der Rubrik des Themas.
reason-by-keyword = Ein Stichwort des Themas steht im Artikel.
reason-by-phrase = Eine Wendung des Themas steht im Artikel.
reason-by-pattern = Ein Muster des Themas passt auf den Artikel.
reason-by-feed = Alles aus diesem Feed gehört zum Thema.
reason-by-moderator = Jemand aus der Moderation hat das Thema gewählt.

reason-channel-gone = Der Kanal wurde gelöscht, oder der Bot sieht ihn nicht mehr. Gib dem Thema mit /tags edit einen anderen.
reason-permission-missing = Dem Bot fehlt im Kanal eine Berechtigung. Gib sie dort seiner Rolle.
reason-refused = Discord hat die Karte abgelehnt und täte es wieder.
reason-rate-limited = Discord hat den Bot gebeten, langsamer zu sein. Die Karte geht von selbst hinaus.
reason-server-away = Discord erreicht den Server gerade nicht. Die Karte geht von selbst hinaus, wenn er wieder da ist.
reason-no-answer = Discord hat nicht geantwortet. Es wird wieder gefragt, und die Karte geht von selbst hinaus, wenn es antwortet.
reason-card-deleted = Die Karte wurde in Discord gelöscht. Sie wird nicht noch einmal gepostet.
reason-untagged = Jemand aus der Moderation hat die Themen entfernt, die in diesen Kanal führten: Die Karte wurde gelöscht.
reason-tag-moved = Ihr Thema zog in einen anderen Kanal, bevor die Karte gepostet war, und dorthin geht der Artikel schon.
reason-tag-removed = Ihr Thema wurde entfernt, bevor die Karte gepostet war, und kein anderes ihrer Themen geht in diesen Kanal.
reason-internal = Bei uns ist etwas schiefgegangen; im Protokoll steht mehr. Wer diesen Bot betreibt, kann es beheben. Es wird jeden Tag wieder versucht, und wenn der Bot startet.
reason-withdrawn = Moderatoren haben den Artikel zurückgezogen oder mit einem anderen zusammengelegt, bevor die Karte gepostet war.
reason-stale = Er wartete so lange, dass er keine Neuigkeit mehr war, also wurde er nicht gepostet.
reason-discussion-refused = Discord hat die Diskussion des Artikels abgelehnt, also steht die Karte ohne eine da.
reason-forum-tag-required = Das Forum nimmt keinen Beitrag ohne einen seiner Tags. Wähle mit /tags edit einen für das Thema des Servers.
reason-threads-full = Der Server hat so viele aktive Threads, wie Discord erlaubt. Die Karte geht hinaus, wenn Platz ist.

reason-quiet-hours = Der Server hat Ruhezeit. Die Karte geht von selbst hinaus, wenn sie endet; was die Moderation mit /story breaking zur Eilmeldung macht, geht sofort hinaus.
reason-over-budget = Der Kanal hatte so viele Karten, wie dieser Server in einer Stunde zulässt, also steht der Artikel nur in Überblicken und Suchen. /newsroom settings zeigt die Zahl.

reason-door-closed = Discord lässt keine Direktnachricht dieses Bots zu der Person durch.
reason-hidden = Die Person darf den Kanal der Karte nicht sehen.
reason-member-gone = Die Person hat den Server verlassen.
reason-unsubscribed = Die Person hat das Abo beendet, während er wartete.
reason-blocked = Das Medium, aus dem er kommt, ist auf diesem Server gesperrt.
reason-held-by-tag = Sein Thema wird moderiert: { $detail }.
history-held-by-hidden-tag = Sein Thema wird moderiert.
reason-held-by-source = Sein Feed wird moderiert.
reason-held-by-word = Er enthält ein Wort, bei dem hier erst geprüft wird: { $detail }.
reason-held-by-outlet = Sein Medium steht unter Beobachtung: { $detail }.
reason-held-undated = Er hat kein Datum.
reason-held-first = Er gehört zu den ersten Artikeln eines neuen Feeds.
reason-held-clipped = Ein Mitglied hat ihn vorgeschlagen.
reason-by-member = Wer den Artikel vorgeschlagen hat, hat das Thema gewählt.
