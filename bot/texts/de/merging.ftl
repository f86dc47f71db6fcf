# Was in einer Diskussion gesagt wird, wenn Moderatoren über ihren Artikel entschieden haben.

card-retracted = **Von den Moderatoren zurückgezogen**
card-merged = **Von den Moderatoren zusammengelegt** mit „{ $title }“: Dort wird abgestimmt und diskutiert.
card-merged-hidden = **Von den Moderatoren zusammengelegt** mit einem anderen Artikel.

note-retracted = Die Moderatoren haben diesen Artikel zurückgezogen. Seine Umfrage ist ohne Ergebnis geschlossen, und diese Diskussion ist gesperrt.
note-locked = Die Moderatoren haben diese Diskussion gesperrt.
note-reopened = Die Moderatoren haben diese Diskussion wieder geöffnet.
note-merged-away = Die Moderatoren haben diesen Artikel mit **{ $title }** zusammengelegt: [dort geht es weiter]({ $url }). Diese Diskussion ist gesperrt.
note-merged-away-hidden = Die Moderatoren haben diesen Artikel mit einem anderen zusammengelegt. Diese Diskussion ist gesperrt.
note-merged-here = Die Moderatoren haben **{ $title }** mit diesem Artikel zusammengelegt; [dort wurde darüber diskutiert]({ $url }).
note-merged-here-hidden = Die Moderatoren haben einen anderen Artikel mit diesem zusammengelegt.
note-moved = Die Moderatoren haben diesen Artikel verschoben: [dort geht es weiter]({ $url }). Diese Diskussion ist gesperrt.
note-moved-hidden = Die Moderatoren haben diesen Artikel verschoben. Diese Diskussion ist gesperrt.
note-moved-here = Die Moderatoren haben diesen Artikel hierher verschoben; [dort wurde vorher diskutiert]({ $url }).
note-moved-here-hidden = Die Moderatoren haben diesen Artikel hierher verschoben.
note-correction = Die Moderatoren haben korrigiert ({ $when }): { $what }.
note-reason = > { $reason }
note-carried = { $carried ->
    [one] Eine Stimme wurde mitgenommen.
   *[other] { $carried } Stimmen wurden mitgenommen.
}
note-dropped = { $dropped ->
    [one] Eine Stimme konnte nicht mitgenommen werden.
   *[other] { $dropped } Stimmen konnten nicht mitgenommen werden.
}
note-what-title = Titel
note-what-lead = Vorspann
note-what-image = Bild
note-what-link = Link
note-what-opening = Frage der Diskussion
note-what-question = Frage der Umfrage
note-what-vote_set = Antworten der Umfrage
note-what-tags = Themen
notice-note-permission = Ich kann Diskussionen nicht sperren oder öffnen, oder in { $channel } nicht sagen, was Moderatoren entschieden haben: Mir fehlt die Berechtigung „{ $permission }“. Gib sie meiner Rolle in den Einstellungen des Kanals; was wartet, geschieht dann von selbst.

story-retract-ask = **{ $title }** zurückziehen? Seine Karten sagen dann, dass er zurückgezogen wurde und warum; seine Diskussion wird gesperrt, seine Umfrage schließt ohne Ergebnis, und er wird nie wieder gepostet. Das lässt sich nicht rückgängig machen.
story-retract-yes = Zurückziehen
story-retract-no = So lassen
story-retracted = **{ $title }** ist zurückgezogen. Seine Karten sagen es gleich.
story-merge-ask-cleared = **{ $title }** mit **{ $into }** zusammenlegen? Seine Karten verweisen dann dorthin, seine Diskussion wird gesperrt, und seine Stimmen kommen mit, je Leser einmal. Das lässt sich nicht rückgängig machen.
story-merge-ask-held = **{ $title }**, der auf Moderatoren wartet, mit **{ $into }** zusammenlegen? Er wird nicht gepostet; der andere bekommt seine Themen.
story-merge-yes = Zusammenlegen
story-merge-no = So lassen
story-merged = **{ $title }** ist mit **{ $into }** zusammengelegt.
story-merged-tags = Der Artikel hat nun auch diese Themen: { $tags }
story-left = Es wurde nichts geändert.
story-moves = **{ $title }** geht nach { $channel }: Sobald seine Karte dort steht, gehen Umfrage und Diskussion dort weiter.
story-moved = **{ $title }** geht nach { $channel }, wo schon eine Karte von ihm steht: Umfrage und Diskussion gehen dort weiter.
story-locked = Die Diskussion von **{ $title }** ist gesperrt; seine Umfrage geht weiter.
story-reopened = Die Diskussion von **{ $title }** ist wieder offen.
error-no-story-here = Diesen Artikel gibt es hier nicht. Wähle einen, der beim Tippen angeboten wird.
error-held-still = „{ $title }“ ist noch nicht erschienen: Er wartet auf Moderatoren. Entscheide zuerst darüber, mit /desk queue.
error-no-discussion-yet = „{ $title }“ hat keine Diskussion, also ist nichts zu sperren oder zu öffnen.
error-locked-already = Die Diskussion von „{ $title }“ ist schon gesperrt. /story reopen öffnet sie wieder.
error-open-already = Die Diskussion von „{ $title }“ ist schon offen. Eine, die in Discord selbst gesperrt wurde, wird dort geöffnet.
error-discussion-over = { $state ->
        [merged] „{ $title }“ wurde mit einem anderen Artikel zusammengelegt, also bleibt die Diskussion geschlossen: Dort geht es weiter.
       *[retracted] „{ $title }“ wurde zurückgezogen, also bleibt die Diskussion geschlossen.
    }
error-merge-itself = „{ $title }“ lässt sich nicht mit sich selbst zusammenlegen. Wähle einen anderen Artikel.
error-merge-unposted = Die Karte von „{ $title }“ steht nirgends, also gibt es keine Diskussion, die weitergehen kann. Lege die Artikel zusammen, wenn er gepostet ist, oder wähle einen anderen.
error-merge-card-gone = Die Karte von „{ $title }“ steht nicht mehr, also lässt sich nichts mehr mit diesem Artikel zusammenlegen. Wähle einen anderen.
error-votes-unread = Während ich weg war, wurde vielleicht abgestimmt, und Discord sagt mir gerade nicht, wie. Versuche es gleich noch einmal, damit keine Stimme verloren geht.
error-move-no-tag = Dieses Thema gibt es nicht mehr. Wähle eines, das beim Tippen angeboten wird.
error-move-unposted = Die Karte von „{ $title }“ steht noch nirgends. Wähle seine Kanäle über seine Themen, mit /story retag.
error-move-there = „{ $title }“ ist schon in { $channel }. Wähle ein Thema mit einem anderen Kanal.
error-results-retracted = Die Moderatoren haben diesen Artikel zurückgezogen: Seine Umfrage hat kein Ergebnis.
