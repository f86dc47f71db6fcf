# /tags. Namen sind schon maskiert; Kanäle sind Discords Erwähnungen davon.

error-no-such-tag = Hier gibt es kein Thema „{ $name }“. /tags list zeigt alle.
error-no-such-tag-near = Hier gibt es kein Thema „{ $name }“. Meinst du „{ $near }“? /tags list zeigt alle.
error-tag-name = „{ $name }“ kann kein Thema sein: Der Name braucht einen Buchstaben oder eine Ziffer.
error-tag-name-long = Der Name eines Themas hat höchstens { $limit } Zeichen. Gib einen kürzeren an.
error-too-many-tags = Dieser Server hat { $limit } Themen, und mehr geht nicht. Entferne eins mit /tags remove.
error-too-many-words = Höchstens { $limit } Wörter, durch Kommas getrennt. Lass einige weg.
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
tags-added-no-feeds = Dieser Server folgt noch keinem Feed: Füge einen mit /feeds add hinzu.
tags-moved-waiting =
    { $stories ->
        [one] Ein Artikel, der wartete, geht jetzt dorthin.
       *[other] { $stories } Artikel, die warteten, gehen jetzt dorthin.
    }
tags-none = Dieser Server hat noch keine Themen. Füge eins mit /tags add hinzu.
tags-heading =
    { $count ->
        [one] **Ein Thema**
       *[other] **{ $count } Themen**, in der Reihenfolge, nach der sich der Hauptkanal eines Artikels richtet
    }
tags-line = - **{ $label }** → { $channel }
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
