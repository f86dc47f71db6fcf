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
note-what-opening = Frage der Diskussion
note-what-question = Frage der Umfrage
note-what-vote_set = Antworten der Umfrage
note-what-tags = Themen
notice-note-permission = Ich kann Diskussionen nicht sperren oder öffnen, oder in { $channel } nicht sagen, was Moderatoren entschieden haben: Mir fehlt die Berechtigung „{ $permission }“. Gib sie meiner Rolle in den Einstellungen des Kanals; was wartet, geschieht dann von selbst.
