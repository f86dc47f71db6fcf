# /feeds. Titel und Adressen sind schon maskiert.

error-address = „{ $typed }“ ist keine Webadresse. Gib eine an wie https://example.com/feed.xml.
error-too-many-feeds = Dieser Server folgt { $limit } Feeds, und mehr geht nicht. Entferne einen mit /feeds remove.

error-no-such-feed = Dieser Server folgt keinem Feed „{ $name }“, oder mehreren mit diesem Namen. Nimm einen aus der Auswahl.

error-no-such-feed-near = Dieser Server folgt keinem Feed „{ $name }“, oder mehreren mit diesem Namen. Meinst du „{ $near }“? Nimm einen aus der Auswahl.

feeds-found =
    { $stories ->
        [0] **{ $title }**, noch ohne Artikel
        [one] **{ $title }**, zurzeit mit einem Artikel
       *[other] **{ $title }**, zurzeit mit { $stories } Artikeln
    }
feeds-found-newest =
    { $count ->
        [one] So würde der neueste eingeordnet:
       *[other] So würden die { $count } neuesten eingeordnet:
    }
feeds-entry = - { $title } → **{ $tags }**
feeds-entry-unfiled = - { $title } → noch kein Thema; wenn seine Seite keins nennt, würde er nicht gepostet
feeds-found-unfiled = Die Seite eines Artikels wird gelesen, wenn er erscheint, und nennt vielleicht weitere Themen. Damit alle gepostet werden, wähle unten ein Thema.
feeds-found-none-filed = **Nichts davon würde gepostet.** Wähle unten ein Thema für alle Artikel, oder füge Themen hinzu, um die es in ihnen geht: unter „Themen“ in /newsroom setup, oder eigene mit /tags add.
feeds-found-no-tags = Dieser Server hat noch keine Themen, also ginge nichts hinaus: Füge eins mit /tags add hinzu, oder unter „Themen“ in /newsroom setup.
feeds-found-backlog = Noch ist nichts gespeichert. Wenn du ihn behältst, wird nicht gepostet, was er jetzt enthält; neue Artikel gehen hinaus, sobald sie erscheinen.
feeds-keep = Behalten
feeds-cancel = Abbrechen
feeds-by-rules = Artikel nach den Regeln der Themen einordnen
feeds-all-into = Alle Artikel zu { $tag }
feeds-choose = Wähle einen zum Ansehen
feeds-named =
    { $count ->
        [one] Das ist eine Webseite und kein Feed, aber sie nennt einen. Wähle ihn, um ihn anzusehen.
       *[other] Das ist eine Webseite und kein Feed, aber sie nennt { $count } Feeds. Wähle einen, um ihn anzusehen.
    }
feeds-not-added = Nichts wurde gespeichert.
feeds-remove-ask = **{ $title }** nicht mehr folgen? Was gepostet ist, bleibt; was er schon gebracht hat, geht noch hinaus; Neues kommt nicht mehr.
feeds-remove-yes = Nicht mehr folgen
feeds-remove-no = Weiter folgen
feeds-removed = Du folgst **{ $title }** nicht mehr. /feeds add holt ihn zurück.
feeds-kept = Nichts wurde geändert.

feeds-added =
    Der Server folgt jetzt **{ $title }**. { $stories ->
        [one] Der eine Artikel, den er jetzt enthält, wird
       *[other] Die { $stories } Artikel, die er jetzt enthält, werden
    } nicht gepostet; neue gehen hinaus, sobald sie erscheinen.
feeds-added-tag = Alle seine Artikel gehen zu **{ $tag }**.
feeds-added-no-tags = Dieser Server hat noch keine Themen, also geht nichts hinaus: Füge eins mit /tags add hinzu.
feeds-none = Dieser Server folgt noch keinem Feed. Füge einen mit /feeds add hinzu.
feeds-heading =
    { $count ->
        [one] **Ein Feed**
       *[other] **{ $count } Feeds**
    }
feeds-all-to = alles zu { $tags }
feeds-state-new = noch nicht gelesen
feeds-state-ok = gelesen { $at }
feeds-state-failing =
    { $failures ->
        [one] der letzte Abruf schlug fehl: { $why }
       *[other] die letzten { $failures } Abrufe schlugen fehl: { $why }
    }
feeds-state-paused = angehalten
feeds-state-ended = ist eingestellt, sagt sein Server
