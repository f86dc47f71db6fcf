# /privacy: für alle, über sie selbst.

privacy-opted-out = Du wirst nicht mehr gezählt. Deine Stimmen sind auf allen Servern gelöscht, auf denen ich bin, und Reaktionen, die du ab jetzt hinzufügst, werden nicht gespeichert, weder dort noch auf Servern, zu denen ich später komme. Wer reagiert hat, bleibt in Discord sichtbar: Um das zu verbergen, nimm deine Reaktionen zurück. /privacy opt-in lässt dich wieder zählen.
privacy-opted-in = Du wirst wieder gezählt, bei Reaktionen, die du ab jetzt hinzufügst. Frühere zählen erst, wenn du sie zurücknimmst und neu reagierst. Wer reagiert hat, ist in Discord sichtbar.
privacy-counted-already = Du warst nicht ausgenommen: Deine Reaktionen zählen.
privacy-ask = Alle deine Stimmen vergessen, auf jedem Server, auf dem ich bin? Ich bewahre Stimmen unter einem Code auf, aus dem niemand deinen Namen lesen kann; was unter deinem steht, wird gelöscht und kommt nicht zurück. Was bleibt: deine Reaktionen, die in Discord sichtbar sind, bis du sie zurücknimmst, und das Ergebnis beendeter Umfragen mit fünf Personen oder mehr, das niemanden nennt. Beendete Umfragen mit weniger Personen verlieren ihr Ergebnis. Reaktionen, die du ab jetzt hinzufügst, zählen wieder; /privacy opt-out verhindert das.
privacy-confirm = Meine Stimmen vergessen
privacy-cancel = Behalten
privacy-erased = Erledigt: Deine Stimmen sind vergessen. Deine Reaktionen sind in Discord noch sichtbar; nimm sie dort zurück, wenn du willst.
privacy-kept = Nichts wurde geändert.
