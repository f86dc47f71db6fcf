# Was aus einem Artikel geworden ist und warum: der Verlauf eines Artikels und die Antwort auf /story why.

history-bot = der Bot
history-in-words = „{ $words }“
history-brought = **{ $feed }** hat ihn gebracht. { $why }
history-clipped = { $who } hat ihn vorgeschlagen.
history-held = Er wartete ab da auf die Moderation.
history-held-again = Er wartete ab da wieder auf die Moderation.
history-undone = { $who } hat zurückgenommen: { $what }.
history-card-posted = Seine Karte wurde gepostet: { $place }
history-pointer-posted = Eine Karte, die auf ihn verweist, wurde gepostet: { $place }
history-card-queued = Seine Karte ist unterwegs nach { $place }.
history-card-put-off = Seine Karte für { $place } wurde aufgeschoben. { $why }
history-card-waiting = Seine Karte für { $place } wartet. { $why }
history-card-failed = Er wurde in { $place } nicht gepostet. { $why }
history-card-removed = Seine Karte in { $place } ist weg. { $why }
history-discussion-opened = Seine Diskussion begann: { $thread }
history-discussion-archived = Seine Diskussion wurde archiviert: { $thread }
history-discussion-locked = Seine Diskussion wurde geschlossen: { $thread }
history-noted = In { $thread } wurde ein Hinweis gepostet.
history-to-be-noted = In { $thread } wird noch ein Hinweis gepostet.
history-poll-opened = Seine Umfrage begann.
history-poll-closed = Seine Umfrage wurde beendet. { $voters ->
    [0] Niemand hatte abgestimmt.
    [one] Eine Person hatte abgestimmt.
   *[other] { $voters } Personen hatten abgestimmt.
}
history-corrected = Seine Quelle hat ihn geändert.
history-merged-here = { $who } hat einen anderen Artikel mit ihm zusammengelegt: { $title }

history-verdict-approved = { $who } hat ihn freigegeben.
history-verdict-rejected = { $who } hat ihn abgelehnt.
history-verdict-expired = Niemand hat rechtzeitig entschieden, also ist er verfallen.
history-verdict-edited = { $who } hat ihn bearbeitet.
history-verdict-retagged = { $who } hat ihm andere Themen gegeben.
history-verdict-trusted = { $who } lässt Artikel seiner Quelle ab jetzt von selbst erscheinen.
history-verdict-blocked = { $who } hat sein Medium gesperrt.
history-verdict-breaking = { $who } hat ihn zur Eilmeldung gemacht.
history-verdict-merged = { $who } hat ihn mit einem anderen Artikel zusammengelegt.
history-verdict-moved = { $who } hat ihn verschoben.
history-verdict-retracted = { $who } hat ihn zurückgezogen.
history-verdict-locked = { $who } hat seine Diskussion geschlossen.
history-verdict-reopened = { $who } hat seine Diskussion wieder geöffnet.
history-verdict-applied = { $who } hat übernommen, was seine Quelle geändert hatte.
history-verdict-kept = { $who } hat ihn gelassen, wie er war, was auch immer seine Quelle geändert hatte.

history-verdict-approved-bare = die Freigabe
history-verdict-rejected-bare = die Ablehnung
history-verdict-expired-bare = den Verfall
history-verdict-edited-bare = die Bearbeitung
history-verdict-retagged-bare = die anderen Themen
history-verdict-trusted-bare = das Vertrauen in seine Quelle
history-verdict-blocked-bare = die Sperre seines Mediums
history-verdict-breaking-bare = dass er eine Eilmeldung ist
history-verdict-merged-bare = das Zusammenlegen
history-verdict-moved-bare = das Verschieben
history-verdict-retracted-bare = die Rücknahme des Artikels
history-verdict-locked-bare = das Schließen seiner Diskussion
history-verdict-reopened-bare = das Öffnen seiner Diskussion
history-verdict-applied-bare = die Änderung der Quelle
history-verdict-kept-bare = dass er bleibt, wie er war

history-changed-title = Titel:
history-changed-lead = Vorspann:
history-changed-image = Bild:
history-changed-link = Link:
history-changed-opening = Anfang der Diskussion:
history-changed-question = Frage der Umfrage:
history-changed-vote-set = Umfragevorlage:
history-changed-tags = Themen:
history-hidden-tag = ein Thema eines Kanals, den du nicht siehst
history-hidden-channel = ein Kanal, den du nicht siehst
history-changed-channel = Kanal:
history-changed-trust = Vertrauen:
history-changed-outlet = Medium:

# Die Antwort auf /story why. Titel und Links sind schon maskiert.
why-link-never-seen = Kein Feed dieses Servers hat diesen Link gebracht, soweit du es sehen kannst, und niemand hat ihn vorgeschlagen: { $typed }
why-title-never-seen = Kein Artikel, den du hier sehen kannst, passt zu „{ $typed }“: Kein Feed dieses Servers hat ihn gebracht, und niemand hat ihn vorgeschlagen.
why-near = Meinst du einen von diesen?
why-not-posted = Er wurde hier nicht gepostet.
why-decided = **{ $feed }** hat ihn { $at } gebracht. { $why }
why-filtered = **{ $feed }** hat ihn { $at } gebracht. Der Filter für diesen Feed lässt ihn aus: { $words }.
why-passed-before = **{ $feed }** hatte ihn { $at }, bevor dieser Server den Feed aufgenommen hat. Ein neuer Feed bringt nichts Altes.
why-passed-paused = **{ $feed }** hatte ihn { $at }, während dieser Server die Artikel des Feeds nicht nahm: Er war angehalten.
why-held = Er wartet auf die Moderation seit { $since }:
why-expires = Entscheidet niemand, verfällt er { $at }.
why-posted = Gepostet in { $channel } { $at }: { $place }
why-pointer = Eine Karte in { $channel } verweist auf ihn, { $at }: { $place }
why-permission = Seine Karte für { $channel } wartet: Mir fehlt dort die Berechtigung „{ $permission }“. Gib sie meiner Rolle; dann geht die Karte von selbst hinaus.
why-nowhere = Kein Kanal, den du sehen kannst, hat oder bekommt ihn.
why-paused = Vor /newsroom resume geht nichts hinaus: Diese Redaktion ist angehalten.
why-brought-first = **{ $feed }** hat ihn { $at } gebracht.
why-brought-again = **{ $feed }** hat ihn { $at } noch einmal gebracht; der Server hatte ihn schon.
why-tags = Seine Themen:
why-state-ended = Es wurde entschieden, dass er hier nicht erscheint.
why-next-filtered = Damit solche Artikel durchkommen, ändere den Filter mit /feeds edit.
why-next-no-tag = Um solche Artikel zu bekommen, leg mit /tags add ein Thema an oder gib einem mit /tags rules mehr Wörter.
why-next-blocked = /desk rules zeigt die gesperrten Medien und gibt sie wieder frei.
why-next-clip = Um ihn trotzdem zu bekommen, schlag seinen Link vor: /clip.
why-next-held = Entscheide mit /desk next darüber oder such ihn in /desk queue.
why-next-others = Darüber entscheidet, wer alle Kanäle moderiert, in die er geht.
why-next-rejected = /desk undo nimmt die Entscheidung zurück, solange das geht.
why-next-expired = /desk undo lässt ihn wieder auf die Moderation warten.
why-next-retracted = Ein zurückgezogener Artikel wird nicht noch einmal gepostet.
why-next-breaking = Mit /story breaking geht er sofort hinaus.

# /feeds report.
report-heading = **{ $feeds ->
    [one] Ein Feed
   *[other] { $feeds } Feeds
}, { $days ->
    [one] der letzte Tag
   *[other] die letzten { $days } Tage
}**
report-one = **{ $days ->
    [one] Der letzte Tag
   *[other] Die letzten { $days } Tage
}**
report-to-trust = { $count ->
    [one] Ein Feed könnte von selbst erscheinen.
   *[other] { $count } Feeds könnten von selbst erscheinen.
}
report-to-drop = { $count ->
    [one] Ein Feed könnte wegfallen.
   *[other] { $count } Feeds könnten wegfallen.
}
report-brought = { $count } gebracht
report-posted = { $count } gepostet
report-held = { $count } warten
report-approved = { $count } freigegeben
report-rejected = { $count } abgelehnt ({ $reasons })
report-duplicates = { $count } schon bekannt
report-filtered = { $count } ausgefiltert
report-untagged = { $count } ohne Thema
report-votes = Je gepostetem Artikel: { $votes ->
        [one] { $votes } Stimme
       *[other] { $votes } Stimmen
    }.
report-votes-and-messages = Je gepostetem Artikel: { $votes ->
        [one] { $votes } Stimme
       *[other] { $votes } Stimmen
    }, { $messages ->
        [one] { $messages } Nachricht
       *[other] { $messages } Nachrichten
    }.
report-advice-trust = Alles, worüber entschieden wurde, wurde freigegeben: Du könntest ihn von selbst erscheinen lassen.
report-advice-silent = Er hat in dieser Zeit nichts gebracht: Du könntest ihm nicht mehr folgen.
report-advice-rejected = Mindestens die Hälfte dessen, worüber entschieden wurde, wurde abgelehnt: Du könntest ihm nicht mehr folgen oder ihm einen Filter geben.
report-advice-duplicates = Fast alles kam schon aus anderen Feeds: Du könntest ihm nicht mehr folgen.
report-trust = Von selbst erscheinen lassen
report-drop = Nicht mehr folgen

# Meldungen an die Moderation über Feeds, mit denen etwas nicht stimmt. Titel und Adressen sind schon maskiert.
feed-notice-failing = **{ $title }** lässt sich nicht lesen: { $failures } Abrufe hintereinander sind gescheitert. Ich versuche es weiter, aber seltener.
feed-notice-ended = **{ $title }** gibt es nicht mehr, wie sein Server sagt (HTTP 410), also rufe ich ihn nicht mehr ab.
feed-notice-moved = **{ $title }** ist endgültig umgezogen, von { $old } nach { $url }. Ich lese ihn ab jetzt dort; nichts geht verloren. Ist das nicht der Feed, den du willst, gib ihm eine andere Adresse oder entferne ihn.
feed-notice-silent = **{ $title }** bringt nichts Neues; der letzte Artikel kam { $at }. Sonst bringt er { $days ->
    [one] jeden Tag
   *[other] alle { $days } Tage
} einen Artikel oder öfter. Vielleicht ist er eingestellt oder an einer anderen Adresse.
feed-notice-last-read = Zuletzt ließ er sich { $at } lesen.
feed-notice-several = **Nach { $count } Feeds auf diesem Server muss jemand sehen.**
feed-notice-several-more = … und { $count } weitere: /feeds list zeigt alle.
feed-notice-short-failing = lässt sich nicht lesen
feed-notice-short-ended = gibt es nicht mehr
feed-notice-short-silent = bringt nichts Neues
feed-notice-choose = Feed wählen: was nicht stimmt und was sich tun lässt
feed-notice-retry = Jetzt abrufen
feed-notice-change = Adresse ändern …
feed-notice-remove = Entfernen
feed-notice-form = Neue Adresse des Feeds
feed-notice-form-address = Adresse
feed-notice-form-hint = Themen, Filter und Vertrauen bleiben. Du siehst vorher, was dort steht.
feed-notice-busy = **{ $title }** wird gerade abgerufen. Sieh in einer Minute noch einmal nach.
feed-notice-still = **{ $title }** lässt sich noch immer nicht lesen. { $why }
feed-notice-answers = **{ $title }** lässt sich lesen: { $count ->
    [0] nichts Neues.
    [one] ein neuer Artikel.
   *[other] { $count } neue Artikel.
}
feed-notice-was-failing = Davor ließ er sich nicht lesen: { $failures } Abrufe hintereinander sind gescheitert.
feed-notice-was-ended = Davor sagte sein Server, dass es ihn nicht mehr gibt (HTTP 410).
feed-notice-was-moved = Davor war er endgültig umgezogen, von { $old } nach { $url }.
feed-notice-was-silent = Davor brachte er nichts Neues; der letzte Artikel war { $at } gekommen.
feed-notice-was-last-read = Zuletzt gelesen worden war er { $at }.
feed-notice-works = ✓ **{ $title }** geht wieder: Er ließ sich { $at } lesen.
feed-notice-works-by = ✓ **{ $title }** geht wieder: { $who } hat ihn { $at } abrufen lassen.
feed-notice-brings-again = ✓ **{ $title }** bringt wieder Artikel: { $at } kam einer.
feed-notice-changed = ✓ **{ $title }** hat { $at } eine andere Adresse bekommen.
feed-notice-changed-by = ✓ **{ $title }** hat eine andere Adresse: { $who } hat sie { $at } angegeben.
feed-notice-removed = **{ $title }** wird hier nicht mehr gefolgt: Der Feed wurde { $at } entfernt.
feed-notice-removed-by = **{ $title }** wird hier nicht mehr gefolgt: { $who } hat den Feed { $at } entfernt.
