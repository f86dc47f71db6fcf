# /feeds import und export. Titel, Adressen und Dateinamen sind schon maskiert.

error-opml-large = Die Datei ist größer als { $limit } MB. Exportiere weniger Feeds auf einmal und importiere die Teile nacheinander.
error-opml-many = Die Datei hat mehr als { $limit } Feeds, oder mehr Ordner, als jemand wollen kann. Importiere sie in Teilen.
error-opml-broken = Die Datei ist kein gültiges XML: In Zeile { $line } sagt der Leser „{ $why }“. Exportiere sie noch einmal aus dem Programm, das sie gemacht hat.
error-opml-other = Die Datei ist kein OPML: Sie beginnt mit <{ $root }>. Exportiere deine Liste als OPML; das kann fast jeder Feedreader.
error-opml-entities = Die Datei vereinbart XML-Entitäten, die keine Liste von Feeds braucht. Exportiere sie noch einmal ohne sie.
error-opml-empty = In der Datei steht kein Feed. Exportiere deine Liste als OPML, mit ihren Feeds.
error-opml-room =
    { $room ->
        [0] Dieser Server folgt { $limit } Feeds, und mehr geht nicht. Entferne einige mit /feeds remove.
       *[other] Auf diesem Server ist Platz für { $room } weitere Feeds, und die Datei hat { $count } neue. Entferne einige, oder importiere weniger.
    }
error-feeds-none-to-export = Dieser Server folgt noch keinem Feed, also gibt es nichts zu exportieren. Füge einen mit /feeds add hinzu.
error-attachment-gone = Die Datei war von Discord nicht zu bekommen. Benutze den Befehl noch einmal.

feeds-import-look =
    { $count ->
        [one] **Ein neuer Feed** in { $file }.
       *[other] **{ $count } neue Feeds** in { $file }.
    }
feeds-import-nothing-new = In { $file } ist nichts Neues: Dieser Server folgt allen Feeds daraus schon.
feeds-import-there =
    { $count ->
        [one] Einem weiteren folgt der Server schon; er bleibt, wie er ist.
       *[other] { $count } weiteren folgt der Server schon; sie bleiben, wie sie sind.
    }
feeds-import-repeated =
    { $count ->
        [one] Einer steht zweimal darin und zählt einmal.
       *[other] { $count } stehen mehrmals darin und zählen je einmal.
    }
feeds-import-unusable =
    { $count ->
        [one] Einer ist keine Webadresse: { $urls }
       *[other] { $count } sind keine Webadressen: { $urls }
    }
feeds-import-folders = Ordner mit einem Thema ihres Namens: { $folders }
feeds-import-other-folders = Ordner ohne eins, deren Feeds die Regeln der Themen einordnen: { $folders }. Sollen sie Themen haben, lege sie mit /tags add an, bevor du weitermachst.
feeds-import-folder = { $folder } → **{ $tag }** ({ $feeds })
feeds-import-other-folder = { $folder } ({ $feeds })
feeds-import-backlog = Noch ist nichts gespeichert. Was die Feeds jetzt enthalten, wird nicht gepostet; neue Artikel gehen hinaus, sobald sie erscheinen.
feeds-import-filed = Folgen, Ordner als Themen
feeds-import-plain = Folgen, nach den Regeln der Themen
feeds-import-cancel = Abbrechen
feeds-import-cancelled = Nichts wurde gespeichert.
feeds-import-going-on =
    { $count ->
        [one] Der Server folgt jetzt einem neuen Feed. Er wird zum ersten Mal gelesen.
       *[other] Der Server folgt jetzt { $count } neuen Feeds. Sie werden zum ersten Mal gelesen: bisher { $done } von { $count }.
    }
feeds-import-going-on-by-itself = -# Das geht von selbst weiter, was auch aus dieser Nachricht wird. „Wie weit ist es?“ sagt es, mit einem Bericht über jeden.
feeds-import-how-far = Wie weit ist es?
feeds-import-done =
    { $count ->
        [one] **Der neue Feed wurde abgerufen.**
       *[other] **Alle { $count } neuen Feeds wurden abgerufen.**
    }
feeds-import-well =
    { $count ->
        [0] Keiner davon ist lesbar.
        [one] Einer ist lesbar, und seine neuen Artikel gehen ab jetzt hinaus.
       *[other] { $count } sind lesbar, und ihre neuen Artikel gehen ab jetzt hinaus.
    }
feeds-import-moved =
    { $count ->
        [one] Einer führt zu einem Feed, dem schon gefolgt wird, und zählt als dieser.
       *[other] { $count } führen zu Feeds, denen schon gefolgt wird, und zählen als diese.
    }
feeds-import-broken =
    { $count ->
        [one] **Einer ließ sich nicht lesen.** Es wird wieder versucht; der Bericht sagt, was ihm fehlt.
       *[other] **{ $count } ließen sich nicht lesen.** Es wird wieder versucht; der Bericht sagt, was jedem fehlt.
    }
feeds-import-drop =
    { $count ->
        [one] Dem einen unlesbaren nicht mehr folgen
       *[other] Den { $count } unlesbaren nicht mehr folgen
    }
feeds-import-drop-ask =
    { $count ->
        [one] **Diesem Feed, der sich nicht lesen lässt, nicht mehr folgen?** Was aus ihm veröffentlicht wurde, bleibt.
       *[other] **Diesen { $count } Feeds, von denen sich keiner lesen lässt, nicht mehr folgen?** Was aus ihnen veröffentlicht wurde, bleibt.
    }
feeds-import-drop-yes =
    { $count ->
        [one] Nicht mehr folgen
       *[other] Diesen { $count } nicht mehr folgen
    }
feeds-import-drop-no =
    { $count ->
        [one] Behalten
       *[other] Alle behalten
    }
feeds-import-dropped =
    { $count ->
        [0] Inzwischen lassen sie sich lesen; es wurde nichts geändert.
        [one] Dem einen, der sich nicht lesen ließ, folgt der Server nicht mehr.
       *[other] Den { $count }, die sich nicht lesen ließen, folgt der Server nicht mehr.
    }

feeds-report-heading = Feeds aus { $file }, Stand { $at } (UTC)
feeds-report-broken = Nicht lesbar:
feeds-report-waiting = Noch nicht gelesen:
feeds-report-unusable = Keine Webadressen:
feeds-report-well = Wird gefolgt:
feeds-report-moved = Führen zu Feeds, denen schon gefolgt wird:
feeds-report-gone = Wird nicht mehr gefolgt:
feeds-report-there = Wurde schon vorher gefolgt:

feeds-exported =
    { $count ->
        [one] Der Feed dieses Servers, als OPML: mit seinem Thema als Ordner.
       *[other] Die { $count } Feeds dieses Servers, als OPML: mit ihren Themen als Ordnern. Filter, Abstände und Vertrauen stehen nicht darin.
    }
