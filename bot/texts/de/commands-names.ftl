# Wie Befehle, ihre Optionen und die Auswahl heißen; die englischen Namen stehen im Code. In allen anderen
# Dateien stehen Befehle englisch (/tags add) und werden beim Laden durch diese Namen ersetzt.
# Namen: klein, ohne Leerzeichen, höchstens 32 Zeichen; Beschreibungen höchstens 100.

# Optionen heißen überall gleich.
option-channel = kanal
    .about = Wohin seine Artikel gehen
option-crosspost = weitergeben
    .about = Seine Karten in einem Ankündigungskanal an folgende Server weitergeben
option-discussion = diskussion
    .about = Wann eine Karte ihren Thread bekommt
option-feed = feed
    .about = Welcher Feed
option-forum-tag = foren_tag
    .about = Tag des Forums für seine Beiträge; +Name legt einen an, - nimmt ihn weg
option-image = bild
    .about = Wie eine Karte das Bild ihres Artikels zeigt
option-keywords = stichwörter
    .about = Wörter, die einen Artikel hierher bringen, durch Kommas getrennt; - für keine
option-mode = art
    .about = Ob eine Antwort zählt oder mehrere
option-name = name
option-options = antworten
    .about = Emoji Text, Emoji Text, …; + oder - davor heißt gute oder schlechte Nachricht
option-question = frage
    .about = Was gefragt wird
option-story = artikel
    .about = Ein Artikel; in seiner Diskussion nicht nötig
option-synonyms = synonyme
    .about = Andere Namen dafür, durch Kommas getrennt; - für keine
option-tag = thema
    .about = Welches Thema
option-url = adresse
option-votes = umfrage
    .about = Die Umfragevorlage seiner Umfragen, oder default

# Was zur Auswahl steht.
choice-with-the-card = mit der Karte
choice-when-a-reader-asks-for-it = wenn jemand darum bittet
choice-never = nie
choice-show-it = zeigen
choice-hide-it-as-a-spoiler = als Spoiler verbergen
choice-no-picture = kein Bild
choice-one-choice-the-latest-counts = eine Antwort; die letzte zählt
choice-several-choices = mehrere Antworten

command-news = news
    .description = Die Nachrichten dieses Servers
command-news-results = ergebnis
    .description = Wie über einen Artikel abgestimmt wurde; die Antwort siehst nur du

command-newsroom = redaktion
    .description = Wie es dieser Redaktion geht
command-newsroom-setup = einrichten
    .description = Diese Redaktion Schritt für Schritt einrichten, oder damit weitermachen
command-newsroom-status = status
    .description = Was wartet und warum, welche Feeds ausfallen, was fehlt
command-newsroom-pause = anhalten
    .description = Nichts hinausgehen lassen, bis du weitermachst
command-newsroom-resume = weiter
    .description = Karten wieder hinausgehen lassen, auch die, die warteten

command-help = hilfe
    .description = Was du hier tun kannst; die Antwort siehst nur du

command-feeds = feeds
    .description = Die Feeds, denen dieser Server folgt
command-feeds-add = hinzufügen
    .description = Einen Feed ansehen und ihm folgen: Neue Artikel gehen in die Kanäle ihrer Themen
    .about-url = Adresse des Feeds (RSS, Atom oder JSON Feed) oder einer Seite, die ihn nennt
    .about-tag = Ein Thema, das alle seine Artikel nimmt
command-feeds-remove = entfernen
    .description = Einem Feed nicht mehr folgen; fragt vorher
command-feeds-list = liste
    .description = Die Feeds dieses Servers, und wie es ihnen geht

command-privacy = datenschutz
    .description = Deine Stimmen, und wer sie zählt
command-privacy-opt-out = nicht-zählen
    .description = In keiner Umfrage gezählt werden; deine Stimmen bisher werden gelöscht
command-privacy-opt-in = wieder-zählen
    .description = Wieder gezählt werden
command-privacy-delete = löschen
    .description = Alle deine Stimmen vergessen lassen

command-tags = themen
    .description = Die Themen dieses Servers
command-tags-add = hinzufügen
    .description = Ein Thema hinzufügen: Artikel dazu gehen in seinen Kanal
    .about-name = Wie das Thema heißt, zum Beispiel Weltgeschehen
command-tags-edit = ändern
    .description = Ein Thema ändern: nur, was du nennst; der Rest bleibt
    .about-name = Wie es ab jetzt heißt
command-tags-remove = entfernen
    .description = Ein Thema entfernen; sagt, was das bewirkt, und fragt
command-tags-list = liste
    .description = Die Themen dieses Servers mit ihren Kanälen
    .about-tag = Ein Thema mit allen seinen Wörtern zeigen

command-polls = umfragen
    .description = Was zu einem Artikel gefragt wird
command-polls-sets = vorlagen
    .description = Die Umfragevorlagen, mit denen Themen fragen können
command-polls-sets-list = liste
    .description = Die Umfragevorlagen dieses Servers, und die übliche
command-polls-sets-add = hinzufügen
    .description = Eine Umfragevorlage hinzufügen, mit der Themen fragen können
    .about-name = Wie die Vorlage heißt
command-polls-sets-remove = entfernen
    .description = Eine Umfragevorlage entfernen; sagt, was das bewirkt, und fragt
    .about-name = Welche Umfragevorlage
command-polls-close = beenden
    .description = Die Umfrage zu einem Artikel jetzt beenden; sagt, welche, und fragt
    .about-story = Ein Artikel mit offener Umfrage; in seiner Diskussion nicht nötig
