# Was Moderierende an einem Artikel auf ihrem Server ändern. Titel und Worte von außen kommen maskiert.

error-story-unsure = Meinst du „{ $title }“? Nimm den Artikel aus der Auswahl, oder tippe seinen ganzen Titel.
error-no-story-fits = Zu „{ $story }“ passt hier kein Artikel. Nimm einen aus der Auswahl, oder gib seine Adresse an.
error-story-over = An diesem Artikel lässt sich nichts mehr ändern: Er wurde abgelehnt, ist verfallen oder wurde zurückgenommen.
error-story-card-gone = Die Karte dieses Artikels wurde gelöscht, es gibt nichts mehr zu ändern.
error-no-tag-chosen = Keines dieser Themen gibt es noch: Wähle mindestens eines, damit der Artikel irgendwohin geht.
error-poll-voted = Die Umfrage dieses Artikels kann nichts anderes mehr fragen: Es wurde schon abgestimmt, oder sie ist vorbei. Alles andere lässt sich noch ändern.
error-poll-posting = Die Karte dieses Artikels wird gerade gepostet: Ändere ihre Umfrage gleich danach, vor der ersten Stimme.
error-no-card = In dieser Nachricht steht kein Artikel von mir. Nimm eine meiner Karten oder eine Nachricht im Prüfkanal.

moderating-form-title = Dieser Artikel auf diesem Server
moderating-field-title = Titel
moderating-field-title-hint = Leer lassen für den eigenen Titel des Artikels
moderating-field-lead = Vorspann
moderating-field-lead-hint = Leer lassen für den eigenen Vorspann des Artikels
moderating-field-opening = Was die Diskussion fragt
moderating-field-opening-hint = Leer lassen für die eigene Frage des Artikels
moderating-field-question = Was die Umfrage fragt
moderating-field-question-hint = Leer: die Frage der Abstimmung; nach der ersten Stimme ändert sich nichts mehr
moderating-field-vote_set = Die Antworten der Umfrage
moderating-field-vote_set-hint = Nur vor der ersten Stimme
moderating-votes-by-tags = Wie die Themen des Artikels es sagen

moderating-edited = **{ $title }**: Geändert: { $what }.
moderating-edited-held = Der Artikel wartet noch; seine Prüfkarte zeigt es gleich so.
moderating-edited-posted = Seine Karten und seine Diskussion zeigen es gleich, als korrigiert.
moderating-nothing = Es gab nichts zu ändern.
moderating-overtaken = Nichts wurde geändert: Seit du das Formular geöffnet hast, hat jemand anderes { $what } geändert.
moderating-overtaken-by = Nichts wurde geändert: Seit du das Formular geöffnet hast, hat { $who } { $what } geändert.
moderating-typed = Du hattest bei „{ $field }“ getippt: { $words }
moderating-edit-again = Weiter mit dem, was ich getippt habe

moderating-tags = Themen von **{ $title }**
moderating-tags-chosen = -# Themen: { $tags }
moderating-no-tags = keine
moderating-tags-choose = Die Themen, die er haben soll
moderating-tags-back = Vorige Themen
moderating-tags-on = Weitere Themen
moderating-save = Speichern
moderating-leave = So lassen
moderating-left = Die Themen bleiben, wie sie waren.
moderating-retagged = **{ $title }** hat jetzt diese Themen: { $tags }.
moderating-retagged-coming = Eine Karte kommt nach { $channels }.
moderating-retagged-going = Die Karte in { $channels } verschwindet.
moderating-retagged-home = Diskussion und Umfrage bleiben in { $channel }; /story move verlegt sie.

moderating-state-held = -# Der Artikel wartet auf die Moderation.
moderating-state-cleared = -# Der Artikel ist erschienen oder unterwegs.
moderating-state-rejected = -# Die Moderation hat ihn abgelehnt.
moderating-state-expired = -# Niemand hat rechtzeitig entschieden.
moderating-state-retracted = -# Der Artikel wurde zurückgezogen.
moderating-state-merged = -# Der Artikel wurde mit einem anderen zusammengelegt.
moderating-do-approve = Freigeben
moderating-do-reject = Ablehnen
moderating-do-edit = Bearbeiten
moderating-do-retag = Themen ändern
moderating-do-move = Verlegen
moderating-do-merge = Zusammenlegen
moderating-do-trust = Der Quelle vertrauen
moderating-do-block = Das Medium sperren
moderating-do-breaking = Eilmeldung
moderating-do-lock = Diskussion schließen
moderating-do-reopen = Diskussion wieder öffnen
moderating-do-retract = Zurückziehen
moderating-do-undo = Rückgängig
moderating-do-why = Warum?
