# /tags. Namen sind schon maskiert; Kanäle sind Discords Erwähnungen davon.

error-no-such-tag = Hier gibt es kein Thema „{ $name }“. /tags list zeigt alle.
error-no-such-tag-near = Hier gibt es kein Thema „{ $name }“. Meinst du „{ $near }“? /tags list zeigt alle.
error-tag-name = „{ $name }“ kann kein Thema sein: Der Name braucht einen Buchstaben oder eine Ziffer.
error-tag-name-long = Der Name eines Themas hat höchstens { $limit } Zeichen. Gib einen kürzeren an.
error-too-many-tags = Dieser Server hat { $limit } Themen, und mehr geht nicht. Entferne eins mit /tags remove.
error-too-many-words = Höchstens { $limit } Wörter, durch Kommas getrennt. Lass einige weg.
error-no-such-word = „{ $name }“ hat das Thema nicht, also wurde nichts geändert. /tags show zeigt, was es hat.
error-no-such-word-near = „{ $name }“ hat das Thema nicht, also wurde nichts geändert. Meinst du „{ $near }“? /tags show zeigt, was es hat.
error-word-pattern = „{ $word }“ ist ein Muster, hier stehen Wörter. Lass es hier weg und füge es mit /tags rules hinzu.
error-words-mixed = „{ $word }“ steht ohne Zeichen da, anderes mit. Setz vor jedes ein + oder -, um einzelne dazuzunehmen oder wegzunehmen; oder gib alle ohne Zeichen an, dann ersetzen sie, was da ist.
error-words-changed = Inzwischen hat jemand die Namen oder Wörter von „{ $label }“ geändert, also bleiben sie so. Sieh sie dir mit /tags show an.
error-word-long = „{ $word }“ ist zu lang: Ein Wort oder eine Wendung hat höchstens { $limit } Zeichen.
error-channel-permissions = Dem Bot fehlt in { $channel }: { $missing }. Gib das seiner Rolle in den Einstellungen des Kanals und versuche es noch einmal.
error-channel-unusable = In { $channel } lässt sich nichts posten. Wähle einen Text-, Ankündigungs- oder Forenkanal, den der Bot sieht.
error-tag-unchanged = Es war nichts zum Ändern angegeben. Nenne mindestens eine Sache, etwa einen Kanal.
error-crosspost-announcement = Weitergeben lassen sich nur Karten in einem Ankündigungskanal, und { $channel } ist keiner. Lass „weitergeben“ weg, oder wähle einen Ankündigungskanal.
error-no-forum = Nur ein Forum hat eigene Tags, und { $channel } ist keins. Lass „foren_tag“ weg, oder wähle ein Forum.
error-forum-needs-tag = Das Forum { $channel } nimmt keinen Beitrag ohne einen seiner Tags ({ $tags }). Gib einen als „foren_tag“ an, oder +Name, um einen anlegen zu lassen.
error-no-such-forum-tag = Das Forum { $channel } hat keinen Tag „{ $name }“; es hat { $tags }. Gib einen davon als „foren_tag“ an, oder +Name, um einen anlegen zu lassen.
error-forum-tag-moderated = Den Tag „{ $tag }“ in { $channel } darf nur die Moderation vergeben, und dem Bot fehlt dort: { $missing }. Gib ihm das, oder wähle einen anderen „foren_tag“.
error-forum-tag-long = Der Tag eines Forums hat höchstens { $limit } Zeichen. Gib einen kürzeren Namen an.
error-forum-tags-full = Das Forum { $channel } hat { $limit } Tags, und mehr erlaubt Discord nicht. Wähle einen davon.

tags-added = Artikel zu **{ $label }** gehen ab jetzt nach { $channel }.
tags-shared-name = „{ $name }“ ist auch ein anderer Name von { $tags }: Artikel dazu gehen auch dorthin. Das ändert /tags edit, Option „synonyme“.
tags-changed = Geändert: { $changes }
tags-changed-nothing = All das war schon so: Es wurde nichts geändert.
tags-added-no-feeds = Dieser Server folgt noch keinem Feed: Füge einen mit /feeds add hinzu.
tags-moved-waiting =
    { $stories ->
        [one] Ein Artikel, der wartete, geht jetzt dorthin.
       *[other] { $stories } Artikel, die warteten, gehen jetzt dorthin.
    }
tags-names-gone =
    { $count ->
        [one] Ein anderer Name fällt weg: { $words }
       *[other] { $count } andere Namen fallen weg: { $words }
    }
tags-words-gone =
    { $count ->
        [one] Ein Wort, das Artikel hierher brachte, fällt weg: { $words }
       *[other] { $count } Wörter, die Artikel hierher brachten, fallen weg: { $words }
    }
tags-words-undo = Rückgängig
tags-words-back = **{ $label }** hat wieder die Namen und Wörter von vorher.
tags-none = Dieser Server hat noch keine Themen. Füge eins mit /tags add hinzu.
tags-heading =
    { $count ->
        [one] **Ein Thema**
       *[other] **{ $count } Themen**, in der Reihenfolge, nach der sich der Hauptkanal eines Artikels richtet
    }
tags-line = - **{ $label }** → { $channel }
tags-line-reviewed = { $line } · unter Prüfung
tags-words =
    { $count ->
        [one] sucht nach einem Wort
       *[other] sucht nach { $count } Wörtern
    }
tags-also = Andere Namen: { $synonyms }
tags-finds = Wörter, die einen Artikel hierher bringen: { $rules }
tags-finds-both =
    { $patterns ->
        [one] Wörter, die einen Artikel hierher bringen: { $rules }, und ein Muster
       *[other] Wörter, die einen Artikel hierher bringen: { $rules }, und { $patterns } Muster
    }
tags-finds-patterns =
    { $patterns ->
        [one] Ein Muster bringt einen Artikel hierher.
       *[other] { $patterns } Muster bringen einen Artikel hierher.
    }
# Wie seine Artikel gepostet werden, folgt, durch Punkte getrennt.
tags-posted = Jeder Artikel:
tags-forum-tag = Beiträge bekommen den Foren-Tag **{ $tag }**
tags-discussion-always = Diskussion mit der Karte
tags-discussion-on-request = Diskussion, wenn jemand darum bittet
tags-discussion-never = keine Diskussion
tags-crossposted = wird an folgende Server weitergegeben
tags-not-crossposted = wird nicht weitergegeben
tags-image-show = Bild sichtbar
tags-image-spoiler = Bild als Spoiler verborgen
tags-image-none = kein Bild
tags-votes = Umfrage: { $votes }
tags-remove-ask = Thema **{ $label }** entfernen? Was gepostet ist, bleibt, mit Diskussionen und Umfragen, und kein neuer Artikel geht mehr dafür hinaus.
tags-remove-cards =
    { $stories ->
        [one] Ein Artikel wartet allein für dieses Thema auf seinen Kanal; er wird dort nicht gepostet.
       *[other] { $stories } Artikel warten allein für dieses Thema auf seinen Kanal; sie werden dort nicht gepostet.
    }
tags-remove-elsewhere =
    { $stories ->
        [one] Einer davon erscheint trotzdem im Kanal eines anderen Themas.
       *[other] { $stories } davon erscheinen trotzdem in den Kanälen anderer Themen.
    }
tags-remove-feeds =
    { $feeds ->
        [one] Ein Feed schickt alle seine Artikel hierher; dann entscheiden die Regeln der anderen Themen über sie.
       *[other] { $feeds } Feeds schicken alle ihre Artikel hierher; dann entscheiden die Regeln der anderen Themen über sie.
    }
tags-remove-yes = Entfernen
tags-remove-no = Behalten
tags-kept = Nichts wurde geändert.
tags-removed =
    { $stories ->
        [0] Das Thema **{ $label }** ist entfernt.
        [one] Das Thema **{ $label }** ist entfernt, und mit ihm ein Artikel, der dafür wartete.
       *[other] Das Thema **{ $label }** ist entfernt, und mit ihm { $stories } Artikel, die dafür warteten.
    }

error-tag-changed = Jemand hat **{ $label }** gerade einen anderen Kanal gegeben, also wurde nichts geändert. Sieh es dir mit /tags show an und versuche es noch einmal.
error-tag-merge-itself = „{ $label }“ lässt sich nicht mit sich selbst zusammenlegen. Nenne zwei Themen.
error-tag-merge-changed = Jemand hat „{ $gone }“ oder „{ $into }“ gerade einen anderen Kanal gegeben, also wurde nichts zusammengelegt. Benutze /tags merge noch einmal, um zu sehen, was es jetzt täte.
error-rules-long = „{ $label }“ hat mehr Regeln, als in ein Formular passen. Füge mit /tags rules einzelne hinzu, oder nimm einzelne weg.
error-rules-changed = Jemand hat die Regeln von „{ $label }“ gerade geändert, also sind deine nicht gespeichert. /tags rules zeigt die neuen; „Nimm, was ich eingegeben habe“ öffnet das Formular mit deinen, und wenn du es abschickst, ersetzen sie die anderen.
error-too-many-rules = Ein Thema hat höchstens { $limit } Regeln. Lass einige weg.
error-too-many-patterns = Ein Thema hat höchstens { $limit } Muster. Fasse mehrere zusammen, etwa /gespräche|waffenruhe/, oder gib stattdessen Wörter an.
error-too-many-patterns-here = Die Themen eines Servers haben zusammen höchstens { $limit } Muster. Fasse mehrere zusammen, etwa /gespräche|waffenruhe/, oder gib stattdessen Wörter an.
error-no-such-rule = Das Thema hat keine Regel „{ $name }“. Nimm eine aus der Auswahl.
error-no-such-rule-near = Das Thema hat keine Regel „{ $name }“. Meinst du „{ $near }“? Nimm eine aus der Auswahl.
error-tag-same-name = Das Thema heißt schon „{ $label }“.
error-color = „{ $color }“ ist keine Farbe. Nimm eine von rot, orange, gold, limette, grün, petrol, blau, indigo, lila, rosa, grau, oder eine wie #3b82c4; - lässt den Bot wählen.
error-role-everybody = Alle zu erwähnen geht nicht: Artikel würden den ganzen Server stören. Wähle eine Rolle, die man sich selbst nimmt.
error-role-and-none = Gib entweder eine Rolle an, die erwähnt wird, oder „keine_rolle“, damit keine erwähnt wird; nicht beides. Es wurde nichts geändert.
error-role-not-pingable = Der Bot kann { $role } in { $channel } nicht erwähnen. Erlaube unter Servereinstellungen → Rollen, dass alle diese Rolle erwähnen, oder gib dem Bot dort „@everyone, @here und alle Rollen erwähnen“.
error-rule-empty = „{ $rule }“ ist keine Regel: Gib ein Wort an, mehrere Wörter, /ein Muster/, category: einen Namen oder feed: einen Namen.
tags-color = Farbe { $color }
tags-color-red = rot
tags-color-orange = orange
tags-color-gold = gold
tags-color-lime = limette
tags-color-green = grün
tags-color-teal = petrol
tags-color-blue = blau
tags-color-indigo = indigo
tags-color-purple = lila
tags-color-pink = rosa
tags-color-grey = grau
tags-role = Jeder seiner Artikel erwähnt { $role }.
tags-role-ours = Jeder seiner Artikel erwähnt { $role }; diese Rolle hat der Bot für die Abos gemacht.
tags-review = Seine Artikel warten auf die Moderation, und keiner geht von selbst hinaus. /desk next zeigt einen nach dem anderen.
tags-categories = Rubriken, die einen Artikel hierher bringen: { $categories }
tags-all-of =
    { $feeds ->
        [one] Ein Feed schickt alle seine Artikel hierher.
       *[other] { $feeds } Feeds schicken alle ihre Artikel hierher.
    }
tags-figures =
    { $stories ->
        [0] Weniger als ein Artikel in der Woche
        [one] Etwa ein Artikel in der Woche
       *[other] Etwa { $stories } Artikel in der Woche
    } · { $subscribers ->
        [0] noch keine Abos
        [one] ein Abo
       *[other] { $subscribers } Abos
    }
tags-place = Platz { $place } von { $tags } in der Reihenfolge, nach der sich der Hauptkanal eines Artikels richtet; /tags edit, Option „platz“, ändert ihn.
tags-renamed = Das Thema **{ $old }** heißt jetzt **{ $label }**. Artikel zu „{ $old }“ kommen weiter hierher: Das zählt als anderer Name dafür.
tags-respelled = Das Thema **{ $old }** wird jetzt **{ $label }** geschrieben.
tags-merge-ask =
    { $stories ->
        [0] **{ $gone }** mit **{ $into }** zusammenlegen? Neue Artikel zu beiden gehen dann nach { $channel }, und **{ $gone }** gibt es nicht mehr.
        [one] **{ $gone }** mit **{ $into }** zusammenlegen? Neue Artikel zu beiden gehen dann nach { $channel }, und **{ $gone }** gibt es nicht mehr. Sein einer Artikel bisher zählt zu **{ $into }**; keine Karte wird noch einmal gepostet.
       *[other] **{ $gone }** mit **{ $into }** zusammenlegen? Neue Artikel zu beiden gehen dann nach { $channel }, und **{ $gone }** gibt es nicht mehr. Seine { $stories } Artikel bisher zählen zu **{ $into }**; keine Karte wird noch einmal gepostet.
    }
tags-merge-subscribers =
    { $subscribers ->
        [one] Wer es abonniert hat (eine Person), bekommt stattdessen **{ $into }**{ $both ->
            [0] .
           *[other] {" "}(und hat es schon).
        }
       *[other] Die { $subscribers } Personen, die es abonniert haben, bekommen stattdessen **{ $into }**{ $both ->
            [0] .
           *[other] {" "}({ $both } haben es schon).
        }
    } Wer beides hat, wird auf dem stärkeren der beiden Wege erreicht.
tags-merge-waiting =
    { $stories ->
        [one] Ein Artikel, der auf seine Karte wartet, geht nach { $channel }, wenn er nicht schon dorthin geht.
       *[other] { $stories } Artikel, die auf ihre Karten warten, gehen nach { $channel }, wenn sie nicht schon dorthin gehen.
    }
tags-merge-feeds =
    { $feeds ->
        [one] Ein Feed, der alle seine Artikel zu **{ $gone }** schickt, schickt sie dann zu **{ $into }**.
       *[other] { $feeds } Feeds, die alle ihre Artikel zu **{ $gone }** schicken, schicken sie dann zu **{ $into }**.
    }
tags-merge-words =
    { $rules ->
        [0] **{ $into }** hat dann auch diese Namen: { $names }. Wie es seine Artikel postet, bleibt.
        [one] **{ $into }** hat dann auch diese Namen: { $names }; und es übernimmt eine Regel. Wie es seine Artikel postet, bleibt.
       *[other] **{ $into }** hat dann auch diese Namen: { $names }; und es übernimmt { $rules } Regeln. Wie es seine Artikel postet, bleibt.
    }
tags-merge-yes = Zusammenlegen
tags-merge-no = Beide behalten
tags-merged =
    { $stories ->
        [0] **{ $gone }** gehört jetzt zu **{ $into }**.
        [one] **{ $gone }** gehört jetzt zu **{ $into }**. Ein Artikel, der wartete, geht nach { $channel }.
       *[other] **{ $gone }** gehört jetzt zu **{ $into }**. { $stories } Artikel, die warteten, gehen nach { $channel }.
    }
tags-rules-heading = **Was einen Artikel zu { $label } bringt**, neben seinen Namen, und wie viele der letzten Artikel das jeweils gefunden hätte:
tags-rules-none = **{ $label }** hat keine Regeln: Nur seine Namen bringen einen Artikel dorthin.
tags-rules-line = - { $rule } · { $found }
tags-rules-no-stories = Noch ist kein Artikel auf diesen Server gekommen, also weiß niemand, was sie fänden.
tags-rules-found =
    { $stories ->
        [one] Vom letzten Artikel hätte es { $found } genommen, nach Titel, Vorspann, Themen und Rubrik. Der ganze Text, der nicht aufbewahrt wird, bringt vielleicht mehr.
       *[other] Von den letzten { $stories } Artikeln hätte es { $found } genommen, nach Titel, Vorspann, Themen und Rubrik. Die ganzen Texte, die nicht aufbewahrt werden, bringen vielleicht mehr.
    }
tags-rules-change = Regeln ändern
tags-rules-title = Regeln eines Themas
tags-rules-field = Eine je Zeile
tags-rules-hint = Wort · mehrere Wörter · /Muster/ · category: World · feed: Harbour News
tags-remove-subscribers =
    { $subscribers ->
        [one] Eine Person hat es abonniert und erfährt dann nichts mehr von seinen Artikeln.
       *[other] { $subscribers } Personen haben es abonniert und erfahren dann nichts mehr von seinen Artikeln.
    }
