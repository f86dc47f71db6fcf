# /desk queue und /desk next: was wartet. Titel und Bezeichnungen kommen maskiert an.

desk-queue-none = Hier wartet nichts auf deine Entscheidung.
desk-queue-none-of = Hier wartet nichts von { $label } auf deine Entscheidung.
desk-queue-heading = { $stories ->
        [one] **Ein Artikel wartet auf eine Entscheidung**
       *[other] **{ $stories } Artikel warten auf eine Entscheidung**
    }
desk-queue-heading-of = { $stories ->
        [one] **Ein Artikel wartet auf eine Entscheidung**: { $label }
       *[other] **{ $stories } Artikel warten auf eine Entscheidung**: { $label }
    }
desk-queue-oldest = die am längsten warten, zuerst
desk-queue-newest = die neuesten zuerst
desk-queue-oldest-first = Älteste zuerst
desk-queue-newest-first = Neueste zuerst
desk-queue-choose = Einen wählen, oder mehrere auf einmal
desk-queue-approve = { $stories ->
        [one] Freigeben
       *[other] { $stories } freigeben
    }
desk-queue-reject = { $stories ->
        [one] Ablehnen, Grund: …
       *[other] { $stories } ablehnen, Grund: …
    }
desk-queue-open = Ansehen
desk-queue-each = Einen nach dem anderen
desk-queue-all-decided = Hier wartet nichts mehr.
desk-reject-title = Ausgewählte ablehnen

desk-approved = { $stories ->
        [one] ✅ Ein Artikel ist freigegeben.
       *[other] ✅ { $stories } Artikel sind freigegeben.
    }
desk-rejected = { $stories ->
        [one] 🚫 Ein Artikel ist abgelehnt.
       *[other] 🚫 { $stories } Artikel sind abgelehnt.
    }
desk-several-undo = -# /desk undo nimmt sie zusammen zurück.
desk-not-decided = - **{ $title }**: { $why }
desk-no-tag = kein Thema

desk-why-review = zur Prüfung
desk-why-held-by-tag = Thema { $detail }
desk-why-held-by-source = sein Feed
desk-why-held-by-word = das Wort „{ $detail }“
desk-why-held-by-outlet = Medium { $detail }
desk-why-held-undated = kein Datum
desk-why-held-first = ein neuer Feed
desk-why-held-clipped = von einem Mitglied vorgeschlagen

desk-filter-held-by-tag = was Themen zurückhalten
desk-filter-held-by-source = was Feeds zurückhalten
desk-filter-held-by-word = was Wörter zurückhalten
desk-filter-held-by-outlet = was Medien zurückhalten
desk-filter-held-undated = ohne Datum
desk-filter-held-first = die ersten neuer Feeds
desk-filter-held-clipped = was Mitglieder vorschlagen

desk-next-place = { $number } von { $stories }
desk-next-skip = Überspringen
desk-next-undo = Letzte Entscheidung zurücknehmen
desk-next-undo-until = das lässt sich bis { $until } zurücknehmen
desk-next-end = Aufhören
desk-next-again = Von vorn
desk-next-last-approved = Eben freigegeben: { $title }
desk-next-last-rejected = Eben abgelehnt: { $title }
desk-next-last-otherwise = Eben entschieden: { $title }
desk-next-done = **Hier wartet nichts mehr.**
desk-next-left = { $stories ->
        [one] **Ein Artikel wartet noch.**
       *[other] **{ $stories } Artikel warten noch.**
    }
desk-next-approved = { $stories } freigegeben
desk-next-rejected = { $stories } abgelehnt
desk-next-skipped = { $stories } übersprungen
desk-next-otherwise = { $stories } anders oder von anderen entschieden

error-waits-no-more = Dieser Artikel wartet nicht mehr: jemand hat über ihn entschieden, oder er ist verfallen.
error-choose-some = Wähle zuerst im Menü oben die Artikel.
error-choose-one = Wähle nur einen Artikel, um ihn anzusehen.

# /desk audit und /desk undo: was entschieden wurde. { $what } ist ein Satz, der die Person nennt.

desk-audit-heading = **Was hier über Artikel entschieden wurde**, das Neueste zuerst
desk-audit-none = Hier wurde noch nichts dieser Art entschieden.
desk-audit-empty = Hier wurde noch nichts über Artikel entschieden. /desk queue zeigt, was wartet.
desk-audit-more = -# Nur die letzten { $most } stehen hier. Nenne eine Person, eine Art oder eine Zeit, oder nimm Dateien, um Älteres zu sehen.
desk-audit-line = - { $when } **{ $title }**: { $what }
desk-audit-undone = _{ $who } hat das { $when } zurückgenommen._
desk-audit-exported = { $decisions ->
        [one] Eine Entscheidung, als Dateien für eine Tabelle oder ein Programm.
       *[other] { $decisions } Entscheidungen, als Dateien für eine Tabelle oder ein Programm.
    }
desk-audit-story = **{ $title }**: { $state }
desk-audit-story-exported = Alles, was mit **{ $title }** geschah, als Dateien für eine Tabelle oder ein Programm.
desk-state-held = wartet auf eine Entscheidung
desk-state-cleared = darf hinaus
desk-state-posted = gepostet
desk-state-rejected = abgelehnt
desk-state-expired = verfallen
desk-state-retracted = zurückgezogen
desk-state-merged = mit einem anderen Artikel zusammengelegt
desk-undone = Zurückgenommen: { $what }, bei **{ $title }**.
desk-undone-held = Der Artikel wartet wieder auf eine Entscheidung.
desk-undo-mine = { $kind }: { $title }
desk-undo-others = { $kind }, nicht von dir: { $title }
desk-undo-batch = { $kind }, { $stories } auf einmal
desk-undone-batch = { $done ->
        [0] ⚠️ Von den { $stories } { $kind ->
            [approved] Freigaben
           *[other] Ablehnungen
        }, die auf einmal kamen, lässt sich keine mehr zurücknehmen.
       *[other] Zurückgenommen: { $done } von { $stories } { $kind ->
            [approved] Freigaben
           *[other] Ablehnungen
        }, die auf einmal kamen.
    }
desk-undone-batch-held = { $stories ->
        [one] Ein Artikel wartet wieder auf eine Entscheidung.
       *[other] { $stories } Artikel warten wieder auf eine Entscheidung.
    }
desk-undone-line = - **{ $title }**
desk-not-undone-hidden = - { $why }

desk-kind-held = zurückgehalten
desk-kind-approved = freigegeben
desk-kind-rejected = abgelehnt
desk-kind-expired = verfallen
desk-kind-edited = bearbeitet
desk-kind-retagged = andere Themen
desk-kind-trusted = Quelle vertraut
desk-kind-blocked = Medium gesperrt
desk-kind-breaking = Eilmeldung
desk-kind-merged = zusammengelegt
desk-kind-moved = verschoben
desk-kind-retracted = zurückgezogen
desk-kind-locked = Diskussion geschlossen
desk-kind-reopened = Diskussion wieder geöffnet
desk-kind-applied = Änderung der Quelle übernommen
desk-kind-kept = belassen, wie es war

error-verdicts-large = Das ist zu viel für eine Datei: sage, seit wann, wessen Entscheidungen oder welche Art. Etwa { $most } haben Platz.
error-no-such-decision = Keine Entscheidung, die zurückgenommen werden kann, heißt so. Wähle eine der angebotenen.
