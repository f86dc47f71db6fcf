# /feeds show, edit, pause, resume und test. Titel, Adressen und Filter sind schon maskiert.

error-feed-gone = Diesem Feed folgt der Server nicht mehr: Jemand hat ihn entfernt. /feeds list zeigt, welche es gibt.
error-feed-interval = So oft lässt sich ein Feed hier nicht prüfen: höchstens alle { $shortest } Minuten. Wer diesen Bot betreibt, legt das mit feeds.shortest_interval_minutes fest.
error-feed-same-address = Das ist schon seine Adresse: { $url }. Gib die an, von der er gelesen werden soll.
error-feed-moved-meanwhile = Der Feed hat inzwischen eine andere Adresse: { $url }. Nichts wurde geändert; sieh ihn dir mit /feeds show an und benutze den Befehl noch einmal.

feeds-show-site = Website: { $site }
feeds-show-paused = **Hier angehalten**: Bis /feeds resume wird nichts von ihm gepostet.
feeds-show-ended = **Eingestellt**: Sein Server sagt, dass es ihn nicht mehr gibt. Gib ihm mit /feeds edit eine neue Adresse, oder entferne ihn mit /feeds remove.
feeds-show-failing =
    { $failures ->
        [one] **Der letzte Abruf schlug fehl**: { $why }
       *[other] **Die letzten { $failures } Abrufe schlugen fehl**: { $why }
    }
feeds-show-again = Der nächste Versuch: { $next }; /feeds test versucht es jetzt.
feeds-show-new = Noch nicht gelesen; das kommt { $next }.
feeds-show-read = Gelesen { $checked }, wieder { $next }
feeds-show-changed = zuletzt geändert { $changed }
feeds-show-every =
    { $minutes ->
        [one] Geprüft jede Minute
       *[other] Geprüft alle { $minutes } Minuten
    }
feeds-show-every-shared =
    { $minutes ->
        [one] Geprüft jede Minute, weil ein anderer Server das will; dieser will alle { $asked } Minuten
       *[other] Geprüft alle { $minutes } Minuten, weil ein anderer Server das will; dieser will alle { $asked } Minuten
    }
feeds-show-tag = Alle seine Artikel gehen zu **{ $tags }**
feeds-show-by-rules = Seine Artikel werden nach den Regeln der Themen eingeordnet
feeds-show-trusted = Vertraut: Was er bringt, geht von selbst hinaus, soweit seine Themen es lassen
feeds-show-reviewed = Unter Prüfung: Die Moderation sieht jeden seiner Artikel, bevor er hinausgeht. /desk next zeigt einen nach dem anderen
feeds-show-filter = Filter: { $filter }
feeds-show-no-filter = Kein Filter: Alle seine Artikel kommen durch
feeds-show-outcomes = Was aus seinen letzten Artikeln wurde:
feeds-show-no-outcomes = Er hat noch keinen Artikel gebracht.

feeds-outcome-posted = - { $title } → **{ $tags }**
feeds-outcome-on-its-way = - { $title } → **{ $tags }**, unterwegs
feeds-outcome-stopped = - { $title } → **{ $tags }**. { $why }
feeds-outcome-filtered = - { $title }: vom Filter ausgelassen ({ $words })
feeds-outcome-alike = - Für jeden dieser { $count } gilt: { $why }
feeds-outcome-other = - { $title }: { $why }

feeds-edit-done = **{ $title }** ab jetzt:
feeds-edit-waiting = { $count ->
    [one] Ein Artikel daraus wartet noch auf die Moderation: /desk queue zeigt ihn.
   *[other] { $count } Artikel daraus warten noch auf die Moderation: /desk queue zeigt sie.
}
feeds-edit-look = **{ $title }**, wenn du das behältst:
feeds-edit-now = **{ $title }** und sein Filter:
feeds-edit-address = Er wird von { $url } gelesen (**{ $title }**).
feeds-edit-known =
    { $known ->
        [one] Einer der { $stories } Artikel dort ist hier schon bekannt, also geht es weiter, als wäre nichts gewesen; die anderen gehen als neue hinaus.
       *[other] { $known } der { $stories } Artikel dort sind hier schon bekannt, also geht es weiter, als wäre nichts gewesen; andere gehen als neue hinaus.
    }
feeds-edit-all-known = Alle Artikel dort sind hier schon bekannt, also wird nichts zweimal gepostet.
feeds-edit-unknown = Keiner der Artikel dort ist hier bekannt: Was er jetzt enthält, wird nicht gepostet, und neue gehen hinaus, sobald sie erscheinen.
feeds-edit-passing =
    { $count ->
        [0] Er enthält keinen Artikel, an dem sich das probieren ließe.
       *[other] { $passing } seiner neuesten { $count } kämen durch:
    }
feeds-edit-passes = - ✅ { $title } · { $why }
feeds-edit-left-out = - 🚫 { $title } · { $why }
feeds-edit-no-page = Die Seite eines Artikels wird gelesen, wenn er erscheint, und nennt vielleicht weitere Themen.
feeds-edit-fault = ⚠️ { $why }
feeds-edit-meanwhile = ⚠️ Inzwischen hat jemand diesen Filter gesetzt: { $filter }. Deiner ist noch nicht gespeichert; behältst du ihn, ersetzt er jenen.
feeds-edit-meanwhile-none = ⚠️ Inzwischen hat jemand den Filter weggenommen. Deiner ist noch nicht gespeichert.
feeds-edit-keep = So behalten
feeds-edit-type = Filter eingeben
feeds-edit-form = Filter des Feeds
feeds-edit-form-filter = Was ein Artikel haben muss, um durchzukommen
feeds-edit-form-hint = Wie: talks and (kyiv or "peace plan") and not category:sport — leer: alle
feeds-edit-cancel = Lassen, wie er ist
feeds-edit-cancelled = Nichts wurde geändert.
feeds-edit-help = Wörter, "Wendungen in Anführungszeichen", /Muster/, category:Name und #Hashtag, verbunden mit and, or, not und Klammern.

feeds-judged-has = enthält **{ $words }**
feeds-judged-lacks = enthält nicht **{ $words }**

feeds-listed-paused = **hier angehalten**
feeds-listed-reviewed = unter Prüfung
feeds-listed-filtered = gefiltert

feeds-paused = **{ $title }** ruht: Bis /feeds resume wird hier nichts von ihm gepostet. Was schon wartet, geht noch hinaus.
feeds-paused-already = **{ $title }** ist schon angehalten. /feeds resume nimmt ihn wieder auf.
feeds-resumed = **{ $title }** wird wieder gelesen. Was erschien, während er angehalten war, wird nicht gepostet; neue Artikel gehen hinaus, wie sie kommen.
feeds-resumed-already = **{ $title }** ist nicht angehalten.

feeds-test =
    { $stories ->
        [0] **{ $title }** ist lesbar und enthält zurzeit keinen Artikel.
        [one] **{ $title }** ist lesbar und enthält einen Artikel. Käme er jetzt:
       *[other] **{ $title }** ist lesbar und enthält { $stories } Artikel. Kämen die neuesten jetzt:
    }
feeds-test-posted = - { $title } → **{ $tags }** ({ $why })
feeds-test-held = - { $title } → **{ $tags }**, nachdem die Moderation ihn gesehen hat ({ $why })
feeds-test-untagged = - { $title }: Kein Thema nimmt ihn, also wird er nicht gepostet
feeds-test-filtered = - { $title }: Der Filter lässt ihn aus ({ $why })
feeds-test-known = Die mit ↺ sind hier schon bekannt, also wird nichts Neues aus ihnen.
feeds-test-paused = Der Feed ist hier angehalten, also wird bis /feeds resume nichts aus ihnen.

# Warum ein Thema ihn nimmt, nach den Codes der Gründe.
feeds-why-by-hashtag = Hashtag { $word }
feeds-why-by-synonym = Synonym { $word }
feeds-why-by-category = Rubrik { $word }
feeds-why-by-keyword = Wort { $word }
feeds-why-by-phrase = Wendung { $word }
feeds-why-by-pattern = Muster { $word }
feeds-why-by-feed = alles aus diesem Feed
