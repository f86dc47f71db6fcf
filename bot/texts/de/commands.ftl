# Was Befehle sagen, wenn sie gar nicht erst anfangen können.

command-server-only = Das geht nur auf einem Server. Wechsle auf einen mit diesem Bot und versuche es dort noch einmal.
command-outdated = Dieser Befehl hat sich geändert, seit dein Discord ihn geladen hat. Starte Discord neu (Strg+R) und versuche es noch einmal.
command-forbidden = Du darfst diesen Befehl hier nicht benutzen. Frag jemanden, dem der Server gehört; entschieden wird das unter Servereinstellungen → Integrationen.
command-permission = Dafür brauchst du „{ $permissions }“, und das darfst du nicht (mehr). Frag jemanden, dem der Server gehört.
command-bad-value = „{ $value }“ passt dort nicht. Nimm etwas aus der Auswahl.
command-more = … und { $count } weitere.
command-hidden-story = ein Artikel in einem Kanal, den du nicht siehst
