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
desk-reject-words = Warum, in wenigen Worten

desk-approved = { $stories ->
        [one] ✅ Ein Artikel ist freigegeben.
       *[other] ✅ { $stories } Artikel sind freigegeben.
    }
desk-rejected = { $stories ->
        [one] 🚫 Ein Artikel ist abgelehnt.
       *[other] 🚫 { $stories } Artikel sind abgelehnt.
    }
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

error-waits-no-more = Dieser Artikel wartet nicht mehr: jemand hat über ihn entschieden, oder seine Zeit ist abgelaufen.
error-choose-some = Wähle zuerst im Menü oben die Artikel.
error-choose-one = Wähle nur einen Artikel, um ihn anzusehen.
