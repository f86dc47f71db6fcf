# /newsroom audit: wer was wann getan hat. Namen sind schon maskiert; { $who } ist die Erwähnung einer Person.

audit-heading = **Wer was in dieser Redaktion getan hat**, das Neueste zuerst
audit-none = Von dieser Art wurde hier noch nichts getan.
audit-empty = Hier wurde noch nichts getan.
audit-line = - { $when } { $what }
audit-itself = Newsclip
audit-more = -# Nur die letzten { $most } sind aufgeführt. Nenne eine Person oder eine Art von Dingen, um Älteres zu sehen.
audit-other = { $who } hat „{ $action }“ mit „{ $subject }“ getan.

audit-area-feeds = Feeds
audit-area-tags = Themen
audit-area-votes = Umfragen und ihre Vorlagen
audit-area-settings = Einstellungen, Einrichten und Pausen
audit-area-stories = einzelne Artikel
audit-area-digests = Überblicke
audit-area-notices = was die Moderation erfuhr

audit-feed-added = { $who } hat den Feed { $subject } hinzugefügt.
audit-feed-edited = { $who } hat den Feed { $subject } geändert.
audit-feed-paused = { $who } hat den Feed { $subject } angehalten.
audit-feed-resumed = { $who } hat den Feed { $subject } weiterlaufen lassen.
audit-feed-removed = { $who } hat den Feed { $subject } entfernt.
audit-tag-added = { $who } hat das Thema **{ $subject }** hinzugefügt.
audit-tag-edited = { $who } hat das Thema **{ $subject }** geändert.
audit-tag-renamed = { $who } hat einem Thema den Namen **{ $subject }** gegeben.
audit-tag-rules-changed = { $who } hat geändert, was Artikel zum Thema **{ $subject }** bringt.
audit-tag-removed = { $who } hat das Thema **{ $subject }** entfernt.
audit-tags-merged = { $who } hat Themen zu **{ $subject }** zusammengelegt.
audit-tag-merged = { $who } hat das Thema **{ $gone }** mit **{ $subject }** zusammengelegt.
# Was genau: jedes ist eines von mehreren, durch Strichpunkte getrennt. Vor { $words } steht + oder −.
audit-exactly = { $what } { $changes }
audit-changed = { $name }: { $old } → **{ $new }**
audit-became = { $old } → **{ $new }**
audit-words = { $name }: { $words }
audit-field-name = Name
audit-field-channel = Kanal
audit-field-position = Platz
audit-field-color = Farbe
audit-field-role = Rolle
audit-field-synonyms = andere Namen
audit-field-keywords = Wörter
audit-field-rules = Regeln
audit-field-votes = eine andere Umfragevorlage
audit-field-forum-tag = ein anderer Foren-Tag
audit-field-url = Adresse
audit-field-minutes = Minuten zwischen den Abrufen
audit-field-tags = Themen aller Artikel daraus
audit-field-filter = Filter
audit-field-question = Frage
audit-field-options = Antworten
audit-folders = Sie wurden nach ihren Ordnern abgelegt.
audit-policy-automatic = Artikel erscheinen von selbst
audit-policy-review = Artikel warten auf die Moderation
audit-vote-set-added = { $who } hat die Umfragevorlage **{ $subject }** hinzugefügt.
audit-vote-set-removed = { $who } hat die Umfragevorlage **{ $subject }** entfernt.
audit-poll-closed = { $who } hat die Umfrage zu **{ $subject }** beendet.
audit-setting-changed = { $who } hat eine Einstellung geändert: { $name }: { $old } → **{ $new }**.
audit-review-channel-set = { $who } hat { $channel } als Prüfkanal gewählt.
audit-server-paused = { $who } hat die Redaktion angehalten.
audit-server-resumed = { $who } hat die Redaktion weitermachen lassen.
audit-story-breaking = { $who } hat **{ $subject }** zur Eilmeldung gemacht.
audit-digest-set = { $who } hat den Überblick von { $channel } festgelegt.
audit-digest-removed = { $who } hat den Überblick von { $channel } beendet.
audit-notice-sent = { $who } hat der Moderation gesagt: { $notice }

error-no-such-area = Hier heißt nichts „{ $typed }“. Wähle aus { $areas }.
audit-feeds-imported = { $who } hat die neuen Feeds aus der Datei { $subject } aufgenommen ({ $feeds }).
audit-feeds-dropped = { $who } hat die Feeds aus der Datei { $subject } entfernt, die sich nicht lesen ließen.
audit-forgotten = jemand, der vergessen werden wollte
audit-vote-set-edited = { $who } hat die Umfragevorlage **{ $subject }** geändert.
audit-desk-rule-added = { $who } hat eine Regel der Moderation hinzugefügt: { $kind ->
        [word] Artikel mit { $subject } zurückhalten
        [watch] Artikel von { $subject } zurückhalten
        [block] Artikel von { $subject } sperren
        [undated] Artikel ohne Datum zurückhalten
       *[first] die ersten { $subject } Artikel eines neuen Feeds zurückhalten
    }.
audit-desk-rule-removed = { $who } hat eine Regel der Moderation entfernt: { $kind ->
        [word] Artikel mit { $subject } zurückhalten
        [watch] Artikel von { $subject } zurückhalten
        [block] Artikel von { $subject } sperren
        [undated] Artikel ohne Datum zurückhalten
       *[first] die ersten { $subject } Artikel eines neuen Feeds zurückhalten
    }.
audit-desk-outlet-blocked = { $who } hat das Medium { $subject } gesperrt.
