# /newsroom. Namen und Titel sind schon maskiert.

newsroom-heading = **Redaktion von { $server }**
newsroom-counts = { $tags ->
        [one] Ein Thema
       *[other] { $tags } Themen
    }, { $feeds ->
        [one] ein Feed
       *[other] { $feeds } Feeds
    }, { $posted ->
        [one] eine Karte
       *[other] { $posted } Karten
    } gepostet.
newsroom-last-card = Letzte Karte { $at }.
newsroom-last-check = Feeds zuletzt gelesen { $at }.
newsroom-under-way =
    { $count ->
        [one] Eine Karte ist unterwegs.
       *[other] { $count } Karten sind unterwegs.
    }
newsroom-paused = **Angehalten** { $at }: Bis /newsroom resume geht nichts hinaus.
newsroom-kept-back =
    { $count ->
        [one] Eine Karte wartet.
       *[other] { $count } Karten warten.
    }
newsroom-review-channel = In { $channel } entscheidet die Moderation über zurückgehaltene Artikel und erfährt, was zu beheben ist.
newsroom-no-review-channel = Niemand hat einen Prüfkanal gewählt, in dem die Moderation über zurückgehaltene Artikel entscheidet und erfährt, was zu beheben ist: Hol das mit /newsroom setup nach.
newsroom-review-channel-gone = - Der Prüfkanal wurde gelöscht, oder ich sehe ihn nicht: Wähle mit /newsroom setup einen anderen.
newsroom-review-channel-closed = - { $channel }, der Prüfkanal: Mir fehlt: { $permissions }. Gib das meiner Rolle unter Kanal bearbeiten → Berechtigungen.
newsroom-pausing = Ab jetzt geht nichts hinaus. Feeds werden weiter gelesen, Stimmen zählen weiter, und neue Karten warten. /newsroom resume lässt sie los, außer was bis dahin keine Neuigkeit mehr ist.
newsroom-resuming =
    { $waited ->
        [0] Artikel gehen wieder hinaus. Es wartete nichts.
        [one] Artikel gehen wieder hinaus, und die Karte, die wartete, geht jetzt hinaus.
       *[other] Artikel gehen wieder hinaus, und die { $waited } Karten, die warteten, gehen jetzt hinaus.
    }
newsroom-well = Nichts wartet, und jeder Feed ist lesbar.
newsroom-standing-heading = **Was stillsteht**
newsroom-standing =
    { $count ->
        [one] - { $channel }: eine Karte, fällig { $since }. { $why }
       *[other] - { $channel }: { $count } Karten, die erste fällig { $since }. { $why }
    }
newsroom-detail = { $why } ({ $detail })
newsroom-channels-heading = **Kanäle, die du dir ansehen solltest**
newsroom-channel-gone = - **{ $tags }**: Der Kanal wurde gelöscht, oder ich sehe ihn nicht. Wähle mit /tags edit oder /newsroom setup einen anderen; ist er noch da, gib meiner Rolle dort „Kanal ansehen“.
newsroom-feeds-heading = **Feeds, die du dir ansehen solltest**
newsroom-no-tags = Noch keine Themen: Füge eins mit /tags add hinzu, damit Artikel wissen, wohin.
newsroom-no-feeds = Noch keine Feeds: Füge einen mit /feeds add hinzu.

error-paused-already = Diese Redaktion ist schon angehalten. /newsroom resume lässt alles wieder hinaus.
error-not-paused = Diese Redaktion ist nicht angehalten. /newsroom status zeigt, was wartet, und warum.

newsroom-held-heading = **Was deine Einstellungen zurückhalten**
newsroom-held-stories =
    { $count ->
        [one] - Ein Artikel wartet auf die Moderation: /desk next zeigt ihn.
       *[other] - { $count } Artikel warten auf die Moderation: /desk next zeigt einen nach dem anderen.
    }
newsroom-held =
    { $count ->
        [one] - { $channel }: eine Karte. { $why }
       *[other] - { $channel }: { $count } Karten, die erste von { $since }. { $why }
    }
