# Was Abos bringen: Erwähnungen in Diskussionen, Direktnachrichten, Rollen. Namen sind schon maskiert.

mention-subscribers = Für alle, die { $tags } abonniert haben:

direct-why = Das bekommst du, weil du auf { $server } { $tags } abonniert hast. /news subscriptions dort ändert, wie dich Artikel erreichen.
direct-stop = „{ $tag }“ beenden
direct-stopped = Du hast { $tag } nicht mehr abonniert. /news subscribe auf dem Server holt es zurück.
direct-not-subscribed = Das hast du nicht mehr abonniert.
direct-closed = Ein Artikel, den du abonniert hast, hat dich nicht erreicht: Discord hat keine Direktnachricht von mir durchgelassen. Erlaube Direktnachrichten in den Privatsphäre-Einstellungen des Servers (Klick auf seinen Namen → Privatsphäre-Einstellungen) und drück dann den Knopf. Oder lass dich anders erreichen: /news subscriptions.
direct-again = Schreib mir wieder
direct-opened = Beim nächsten Artikel schreibe ich dir wieder.

role-name = Nachrichten: { $tag }
