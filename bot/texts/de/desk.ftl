# Was Moderatoren von Artikeln erfahren, die auf sie warten.
error-may-not-moderate = Dieser Artikel geht auch in einen Kanal, den du nicht moderierst: bitte jemanden mit der Moderationsrolle oder mit „Nachrichten verwalten“ dort.
error-already-decided = Über diesen Artikel ist schon entschieden.
error-story-changed = Der Artikel hat sich geändert, seit er dir gezeigt wurde: sieh ihn dir noch einmal an und entscheide dann.
error-no-tag-yet = Dieser Artikel hat kein Thema und ginge nirgendwohin: wähle zuerst eines mit „Themen ändern“.
error-no-held-story = Diesen Artikel gibt es hier nicht.
reject-off-topic = nicht für diesen Server
reject-duplicate = den Artikel haben wir schon
reject-unreliable = nicht verlässlich genug
reject-old = keine Nachricht mehr
reject-advertising = Werbung
reject-rules = gegen die Regeln dieses Servers
reject-other = ein anderer Grund

# /desk queue and /desk next: what waits.

desk-queue-none = Hier wartet nichts auf deine Entscheidung.
