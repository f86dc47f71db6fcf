# Was jemand abonniert hat. Namen sind schon maskiert; Kanäle sind Discords Erwähnungen davon.

error-card-without-tags = Auf dieser Karte gibt es nichts mehr zu abonnieren. /news browse zeigt, was es gibt.
error-not-subscribed = Du hast hier kein Thema „{ $name }“ abonniert. /news subscriptions zeigt deine.
error-not-subscribed-near = Du hast hier kein Thema „{ $name }“ abonniert. Meinst du „{ $near }“? /news subscriptions zeigt deine.
error-too-many-subscriptions = Mehr als { $limit } Themen eines Servers kann niemand abonnieren. Beende einige mit /news unsubscribe.

# Wie dich die Artikel eines Themas erreichen.
follow-reach-mention = Erwähnung in der Diskussion
follow-reach-direct = Direktnachricht
follow-reach-digest = in deinem Überblick
follow-reach-list = nur, wo du danach siehst
follow-reach-undiscussed = Direktnachricht, weil die Artikel keine Diskussion haben
follow-reach-asked = Erwähnung in der Diskussion, oder Direktnachricht, solange niemand eine eröffnet hat
follow-reach-role = Ping der Rolle des Themas, auf der Karte

follow-added = Du hast jetzt **{ $label }** abonniert. So erreichen dich die Artikel: { $reach }.
follow-already = Du hast **{ $label }** schon abonniert. So erreichen dich die Artikel: { $reach }.
follow-changed = **{ $label }** hattest du schon. So erreichen dich die Artikel jetzt: { $reach }.
follow-ended = Du hast **{ $label }** nicht mehr abonniert.
follow-no-room = Kein Platz für **{ $labels }**: Mehr als { $limit } Themen eines Servers kann niemand abonnieren. Beende einige mit /news unsubscribe.
follow-unknown = Hier gibt es kein Thema „{ $name }“. /news browse zeigt, was es gibt.
follow-unknown-near = Hier gibt es kein Thema „{ $name }“. Meinst du { $near }?
follow-unknown-own = Hier gibt es kein Thema „{ $name }“. Falls du { $near } meinst: Das hast du abonniert.
follow-no-digest = Du hast noch keinen Überblick: /news digest legt fest, wann er kommt.
follow-shut = **Keine Direktnachricht von mir kommt bei dir an**, also fehlt dir manches hiervon. Erlaube Direktnachrichten in den Privatsphäre-Einstellungen des Servers (Klick auf seinen Namen → Privatsphäre-Einstellungen) und drück dann „Schreib mir wieder“.
follow-shut-hint = **Keine Direktnachricht von mir kommt bei dir an.** Was du tun kannst, zeigt /news subscriptions.
follow-no-tags = Hier gibt es noch nichts zu abonnieren.
follow-subscribe-to = { $label } abonnieren
follow-undo = Rückgängig
follow-undone = Alles ist wie vorher.

# Unter Themen wählen.
follow-choose = Wähle, was du abonnieren willst; was schon gewählt ist, hast du.
follow-choose-card = Die Themen dieses Artikels. Was gewählt ist, hast du; wähle, was du willst.
follow-choose-reach = Was du jetzt wählst, erreicht dich so: **{ $reach }**. Für das, was du schon hattest, bleibt es, wie es war; /news subscriptions ändert es.
follow-choose-hint = Deine Themen
follow-chosen =
    { $count ->
        [0] Du hast keins davon abonniert.
       *[other] Du hast { $labels } abonniert.
    }

# /news browse
follow-browse =
    { $count ->
        [one] **Ein Thema** auf { $server }
       *[other] **{ $count } Themen** auf { $server }
    }
follow-activity = { $mark } **{ $label }** · { $channel } · { $weekly } · { $subscribers }
follow-weekly-none = kein Artikel in den letzten Wochen
follow-weekly-few = weniger als ein Artikel in der Woche
follow-weekly =
    { $stories ->
        [one] etwa ein Artikel in der Woche
       *[other] etwa { $stories } Artikel in der Woche
    }
follow-subscribers =
    { $readers ->
        [0] noch kein Abo
        [one] ein Abo
       *[other] { $readers } Abos
    }
follow-own-marked = ✓ heißt: hast du. Wähle unten, was du von dieser Seite willst.

# /news subscriptions
follow-own =
    { $count ->
        [one] **Du hast ein Thema** von { $server } abonniert
       *[other] **Du hast { $count } Themen** von { $server } abonniert
    }
follow-own-none = Du hast hier nichts abonniert. /news browse zeigt, was es gibt, und Karten haben einen Knopf dafür.
follow-own-hidden =
    { $count ->
        [one] Nicht gezeigt: ein weiteres Abo, von einem Thema, dessen Kanal du nicht siehst.
       *[other] Nicht gezeigt: { $count } weitere Abos, von Themen, deren Kanäle du nicht siehst.
    }
follow-end-hidden = Beenden, was ich nicht sehe
follow-hidden-ended =
    { $count ->
        [one] Ein Abo ist beendet, von einem Thema, dessen Kanal du nicht siehst.
       *[other] { $count } Abos sind beendet, von Themen, deren Kanäle du nicht siehst.
    }
follow-for-all =
    { $count ->
        [one] So erreichen dich seine Artikel: **{ $reach }**
       *[other] So erreichen dich ihre Artikel: **{ $reach }**
    }
follow-for-others = So erreichen dich ihre Artikel, wo nichts anderes steht: **{ $reach }**
follow-own-line = - **{ $label }**
follow-own-line-reach = - **{ $label }** · { $reach }
follow-quiet = Ruhezeiten: **{ $hours }** ({ $zone }). Was dann fällig ist, wartet, außer Eilmeldungen.
follow-no-quiet = Keine Ruhezeiten. Deine Zeitzone: { $zone }.
follow-which = Welches Thema?
follow-which-all = Alle, für die nichts Eigenes gilt
follow-how = Wie dich { $label } erreicht
follow-how-all = Wie dich deine Themen erreichen
follow-as-all = Wie für alle anderen
follow-end = Dieses Abo beenden
follow-ended-meanwhile = Dieses Thema hast du nicht mehr abonniert; dafür wurde nichts geändert.
follow-times = Ruhezeiten …
follow-times-title = Ruhezeiten und Zeitzone
follow-hours = Ruhezeiten
follow-hours-hint = Wann du in Ruhe gelassen werden willst, wie 22:00-7:00. Leer: nie.
follow-zone = Zeitzone
follow-zone-hint = Eine Stadt, wie Europe/Berlin, oder Stunden ab UTC, wie UTC+2. Leer: die des Servers, { $zone }.

# /news unsubscribe
follow-all-choice = Alle
follow-end-all =
    { $count ->
        [one] Dein eines Abo auf diesem Server beenden?
       *[other] Alle { $count } Abos beenden, die du auf diesem Server hast?
    }
follow-end-all-hidden =
    { $count ->
        [one] Eins davon ist von einem Thema, dessen Kanal du nicht siehst.
       *[other] { $count } davon sind von Themen, deren Kanäle du nicht siehst.
    }
follow-end-all-yes = Beenden
follow-end-all-no = Behalten
follow-all-ended =
    { $count ->
        [one] Du hattest hier ein Abo; es ist beendet.
       *[other] Du hattest hier { $count } Abos; sie sind beendet.
    }
follow-all-kept = Deine Abos bleiben, wie sie sind.
