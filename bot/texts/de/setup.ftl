# Das Fenster von /newsroom setup: fünf Schritte.

setup-heading = Diese Redaktion einrichten
setup-step-here = **{ $title }**
setup-step-done = ✓ { $title }
setup-step-open = { $title }
setup-title-moderators = Moderation
setup-title-subjects = Themen
setup-title-feed = Feed
setup-title-check = Berechtigungen
setup-title-test = Probe
setup-note = ⚠️{" "}{ $note }
setup-note-well = ✓{" "}{ $note }
setup-back = Zurück
setup-next = Weiter
setup-done = Fertig

setup-moderators = **Wo entscheidet die Moderation über zurückgehaltene Artikel, und wo erfährt sie, was sie beheben muss?** Wähle einen Prüfkanal, den nur sie liest, oder lass mich einen anlegen.
setup-moderators-without = -# Ohne einen nehme ich den Kanal, in dem Discord seine eigenen Hinweise postet, oder einen anderen, in dem ich schreiben darf. Das lesen dann vielleicht alle.
setup-moderators-now = Zurzeit ist das { $channel }.
setup-choose-channel = Kanal wählen
setup-make-private = Einen nur für die Moderation anlegen
setup-private = redaktionshinweise
setup-private-made = Die Moderation entscheidet ab jetzt in { $channel } über zurückgehaltene Artikel und erfährt dort, was zu beheben ist; nur sie sieht ihn.
setup-private-topic = Zurückgehaltene Artikel zum Entscheiden und was hier zu beheben ist. Das sieht nur die Moderation

setup-subjects = **Worum geht es in den Nachrichten?** Wähle Themen und sag dann, wohin ihre Artikel gehen. Ein Artikel zu mehreren geht zu jedem. Mit /tags add machst du eigene.
setup-subjects-where = **Wohin gehen Artikel zu { $subjects }?** Wähle einen Kanal, den es gibt, oder lass mich welche in einer Kategorie „Nachrichten“ anlegen.
setup-unplaced = Du hast nicht gesagt, wohin die Artikel gehen, also ist von { $subjects } noch nichts gespeichert. Wähle einen Kanal, oder lass mich welche anlegen. Drück noch einmal „Weiter“, um ohne sie weiterzumachen.
setup-choose-subjects = Themen wählen
setup-choose-into = Alle in diesen Kanal
setup-make-channels = Für jedes einen Kanal anlegen
setup-make-forum = Ein Forum anlegen
setup-category = Nachrichten
setup-forum = nachrichten
setup-forum-topic = Jeder Artikel ist ein Beitrag, nach Themen geordnet
error-setup-manage-channels = Ich darf keine Kanäle anlegen. Gib meiner Rolle „Kanäle verwalten“ unter Servereinstellungen → Rollen, und ich mache von selbst weiter; oder wähle einen Kanal, den es gibt.
error-setup-permission = Dafür fehlt mir „{ $permission }“. Gib das meiner Rolle unter Servereinstellungen → Rollen (und in der Kategorie „Nachrichten“, wenn es dort verboten ist) und drück noch einmal.
error-setup-forum-tags = { $channel } nimmt nur Beiträge mit einem seiner Tags, und die gewünschten kann ich weder anlegen noch vergeben. Gib meiner Rolle dort { $missing } unter Kanal bearbeiten → Berechtigungen und wähle ihn noch einmal.
error-setup-channel-gone = Dieser Kanal wurde gelöscht, oder ich sehe ihn nicht. Wähle einen anderen, oder gib meiner Rolle dort „Kanal ansehen“.

setup-feed = **Woher kommen die Nachrichten?** Gib die Adresse eines Feeds an, oder einer Website, die einen hat. Ich zeige, was er enthält, bevor etwas gespeichert wird.
setup-feed-give = Adresse angeben
setup-feed-another = Andere Adresse
setup-feed-keep = Folgen
setup-feed-newest = Folgen, und den neuesten Artikel posten
setup-form-title = Welcher Feed?
setup-form-address = Adresse eines Feeds oder einer Website
error-setup-no-feed = { $url } nennt keinen lesbaren Feed. Such dort nach einem Link namens RSS oder Atom und gib den an.

setup-check = **Darf ich, was eine Redaktion tut?** Karten mit Bildern posten, Diskussionen eröffnen, die ersten Reaktionen hinzufügen.
setup-check-nothing = Es gibt noch keine Themen, also nichts zu prüfen: Geh einen Schritt zurück oder zwei.
setup-check-well = ✓ In keinem Kanal fehlt etwas.
setup-check-missing = - { $channel } ({ $tags }): Mir fehlt: { $permissions }. Gib das meiner Rolle unter Kanal bearbeiten → Berechtigungen.
setup-check-gone = - { $channel } ({ $tags }): Der Kanal wurde gelöscht, oder ich sehe ihn nicht. Wähle unten einen anderen, oder gib meiner Rolle dort „Kanal ansehen“.
setup-check-better = -# Besser mit { $permissions } in { $channels }, aber nicht nötig: „Nachrichten verwalten“ nimmt die frühere Reaktion weg, wenn jemand neu abstimmt, „Threads verwalten“ öffnet Diskussionen, die jemand gesperrt hat. Gib es meiner Rolle unter Servereinstellungen → Rollen oder im Kanal.
setup-check-again = Noch einmal prüfen
setup-choose-another = Anderer Kanal für den ersten, der fehlt

setup-test = **Klappt es?** Ich poste eine Probekarte in jedem Kanal und nehme sie gleich wieder weg.
setup-test-now = Ausprobieren
setup-test-title = Eine Probekarte
setup-test-words = Newsclip probiert, ob es hier posten darf. Das verschwindet von selbst.
setup-test-away = Wegnehmen
setup-test-well = - ✓ { $channel }: gepostet und wieder weggenommen.
setup-test-looked = - ✓ { $channel }: Dort darf ich posten. Ausprobiert habe ich es nicht: Ohne „Threads verwalten“ könnte ich meinen Beitrag nicht wieder wegnehmen.
setup-test-failed = - ✗ { $channel }: { $why }
setup-summary = **Diese Redaktion hat { $tags ->
        [one] ein Thema
       *[other] { $tags } Themen
    } und { $feeds ->
        [one] einen Feed
       *[other] { $feeds } Feeds
    }.**
setup-going = Neue Artikel gehen ab jetzt von selbst hinaus.
setup-going-reviewed = Wo ein Thema oder ein Feed unter Prüfung steht, warten die Artikel in { $channel } auf die Moderation; auch /desk next zeigt sie.
setup-going-reviewed-next = Wo ein Thema oder ein Feed unter Prüfung steht, warten die Artikel auf die Moderation: /desk next zeigt sie.
setup-paused = Sie ist angehalten: Bis du /newsroom resume benutzt, geht nichts hinaus.
setup-kept-back = **In { $channels } erscheint noch nichts**: Geh zurück zu „Berechtigungen“; dort steht, was fehlt.
setup-told-in = Die Moderation entscheidet in { $channel } über zurückgehaltene Artikel und erfährt dort, was zu beheben ist.
setup-lacking = **Noch geht nichts hinaus**: Diese Redaktion braucht ein Thema und einen Feed. /newsroom setup führt dich zu dem, was fehlt.
setup-next-things = -# Weiter: /feeds add folgt mehr Feeds, /tags add macht mehr Themen, /newsroom status zeigt, wie es läuft, /newsroom pause hält alles an. Wer welchen Befehl benutzen darf, steht unter Servereinstellungen → Integrationen.
setup-card = Hier ist die neueste Karte: { $link }
setup-card-coming = Die erste Karte ist unterwegs.
