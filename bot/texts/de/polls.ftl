# /polls. Namen, Fragen und Antworten sind schon maskiert.

votes-built-in = Nachrichten
votes-default = Nachrichten (die übliche)
votes-line = - **{ $name }**: { $question } ({ $mode })
votes-single = eine Antwort
votes-multi = mehrere Antworten
votes-used = Benutzt von { $tags }
votes-signs = -# + steht vor dem, was eine gute Nachricht ist, − vor dem, was eine schlechte ist.
votes-added = Die Umfragevorlage **{ $name }** ist hinzugefügt. Gib sie einem Thema mit /tags edit, Option „umfrage“.
votes-remove-ask = Umfragevorlage **{ $name }** entfernen? Umfragen, die mit ihr gemacht wurden, behalten sie.
votes-remove-tags = Neue Artikel zu { $tags } nehmen dann die übliche.
votes-remove-yes = Entfernen
votes-remove-no = Behalten
votes-removed = Die Umfragevorlage **{ $name }** ist entfernt.
votes-kept = Nichts wurde geändert.
polls-close-ask = Die Umfrage zu **{ $title }** jetzt beenden? Sie lässt sich nicht wieder öffnen, und spätere Reaktionen zählen nicht.
polls-close-count =
    { $voters ->
        [0] Noch hat niemand abgestimmt.
        [one] Eine Person hat abgestimmt.
       *[other] { $voters } Personen haben abgestimmt.
    }
polls-close-yes = Beenden
polls-close-no = Offen lassen
polls-close-left = Die Umfrage bleibt offen.
votes-closing-later = Discord antwortet gerade nicht, also ließen sich die Stimmen nicht ein letztes Mal abgleichen. Die Umfrage endet von selbst, sobald das geht.

error-vote-options =
    { $count ->
        [0] Eine Umfragevorlage braucht { $fewest } bis { $most } Antworten. Schreib sie als Emoji und Text, durch Kommas getrennt.
        [one] Eine Antwort ist keine Wahl: Eine Umfragevorlage braucht { $fewest } bis { $most }. Schreib sie als Emoji und Text, durch Kommas getrennt.
       *[other] { $count } Antworten sind zu viele: Eine Umfragevorlage hat { $fewest } bis { $most }. Lass einige weg.
    }
error-vote-emoji-twice = Das Emoji von „{ $label }“ steht noch vor einer anderen Antwort. Gib jeder ihr eigenes.
error-vote-label-twice = Zwei Antworten heißen „{ $label }“. Gib jeder ihren eigenen Namen.
error-vote-no-emoji = „{ $part }“ beginnt nicht mit einem Emoji. Schreib jede Antwort als Emoji und Text, wie 👍 gute Nachricht.
error-vote-no-label = „{ $part }“ hat keinen Text. Schreib jede Antwort als Emoji und Text, wie 👍 gute Nachricht.
error-vote-label-long = Die Antwort „{ $label }“ ist zu lang: Höchstens { $limit } Zeichen gehen. Kürze sie.
error-vote-set-name = Eine Umfragevorlage kann nicht „{ $name }“ heißen: Der Name braucht einen Buchstaben oder eine Ziffer, und „default“ und „Nachrichten“ heißt die eingebaute, in allen Sprachen.
error-vote-set-built-in = „{ $name }“ ist eingebaut und lässt sich weder ändern noch entfernen. Leg mit /polls create eine eigene an und wähle sie unter /newsroom settings.
error-vote-set-name-long = Der Name einer Umfragevorlage hat höchstens { $limit } Zeichen. Gib einen kürzeren an.
error-vote-question = Die Frage ist leer. Schreib, was gefragt wird.
error-vote-question-long = Eine Frage hat höchstens { $limit } Zeichen. Kürze sie.
error-emoji-not-usable = Der Bot kann das Emoji „{ $emoji }“ auf diesem Server nicht verwenden. Wähle eins dieses Servers, das jede Rolle verwenden darf, oder eins von Unicode.
error-too-many-vote-sets = Dieser Server hat { $limit } Umfragevorlagen, und mehr geht nicht. Entferne eine mit /polls remove.
error-no-such-vote-set = Dieser Server hat keine Umfragevorlage „{ $name }“. Sieh sie dir mit /polls sets an.
error-no-such-vote-set-near = Dieser Server hat keine Umfragevorlage „{ $name }“. Meinst du „{ $near }“? /polls sets zeigt alle.
error-no-poll-to-close = Hier gibt es keine Umfrage zu einem Artikel „{ $story }“. Nimm einen, den /polls close anbietet, oder benutze den Befehl in der Diskussion eines Artikels.
error-no-discussion-to-close = Dieser Kanal ist keine Diskussion eines Artikels. Nenne einen Artikel, oder benutze /polls close in der Diskussion von einem.
error-poll-closed = Die Umfrage zu „{ $title }“ ist schon beendet. Wie sie ausging, zeigt /news results.

votes-news = Nachrichten
votes-default-own = { $name } (die übliche)
votes-edited = Die Umfragevorlage **{ $name }** ist für Umfragen ab jetzt geändert. Umfragen, die es schon gibt, behalten ihre Fragen.
error-vote-set-unchanged = Es war nichts zum Ändern angegeben. Nenne mindestens eine Sache, etwa eine Frage.
votes-remove-default = Sie ist hier die übliche. Themen ohne eigene Umfragevorlage nehmen dann „Nachrichten“.
polls-exported =
    { $polls ->
        [one] Eine Umfrage, als CSV für eine Tabelle und als JSON. Niemand wird darin genannt.
       *[other] { $polls } Umfragen, als CSV für eine Tabelle und als JSON. Niemand wird darin genannt.
    }
polls-exported-few =
    { $polls ->
        [one] -# Bei einer Umfrage haben weniger als { $fewest } Personen abgestimmt: Wie, bleibt weg.
       *[other] -# Bei { $polls } Umfragen haben weniger als { $fewest } Personen abgestimmt: Wie, bleibt weg.
    }
polls-exported-none = Aus dieser Zeit gibt es hier keine Umfragen, die du sehen darfst.
polls-day-today = { $day } (heute)
polls-day-ago = { $day } (vor { $days } Tagen)
error-export-day = „{ $typed }“ ist kein Datum. Schreib eins wie 2026-11-30.
error-export-days = { $since } ist später als { $until }. Gib das frühere Datum als „seit“ an.
error-export-large = { $polls } Umfragen passen hier nicht in eine Datei. Gib mit „seit“ und „bis“ eine kürzere Zeit an.
