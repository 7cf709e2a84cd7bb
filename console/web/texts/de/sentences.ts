/** What else the service says with a code, in this language. */
export const sentences: Readonly<Record<string, string>> = {
  'sentence.conversation.gone': 'Diese Unterhaltung gibt es nicht. Vielleicht wurde die Person gelöscht.',
  'sentence.picture.gone': 'Dieses Bild wird nicht mehr aufbewahrt.',
  'sentence.group.gone': 'Diese Gruppe ist nicht mehr bekannt. Laden Sie die Seite neu.',
  'sentence.group.changed':
    'Jemand anderes hat für diese Gruppe inzwischen einen anderen Modus gewählt. Er wird jetzt angezeigt.',
  'sentence.group.private': 'Das ist ein privater Chat: Alles, was dort geschrieben wird, gilt dem Bot.',
  'sentence.group.too-many': 'Zu viele Gruppen haben einen eigenen Modus. Lassen Sie einige der Vorgabe folgen.',
  'sentence.group.default-changed':
    'Jemand anderes hat die Vorgabe inzwischen geändert. Sie wird jetzt angezeigt; wählen Sie erneut, wenn Sie das noch möchten.',
  'sentence.channel.changed':
    'Jemand anderes hat diesen Kanal inzwischen geändert. Er wird jetzt so angezeigt; speichern Sie erneut, wenn Sie das noch möchten.',
  'sentence.channel.off': 'Dieser Kanal ist aus. Schalten Sie ihn zuerst ein.',
  'sentence.list.part-gone': 'Diesen Teil der Liste gibt es nicht mehr. Laden Sie die Seite neu.',
  'sentence.take-over.blocked':
    'Der Wächter hat diese Nachricht blockiert. Nichts wurde gesendet: Sagen Sie es anders.',
  'sentence.take-over.unjudged':
    'Kein Wächter konnte diese Nachricht beurteilen, darum wurde nichts gesendet. Versuchen Sie es gleich noch einmal: npm run doctor sagt, was nicht stimmt.',
  'sentence.take-over.busy': 'Die letzte Antwort wird noch beendet. Versuchen Sie es gleich noch einmal.',
  'sentence.take-over.too-many': 'Das waren viele Nachrichten auf einmal. Versuchen Sie es gleich noch einmal.',
  'sentence.take-over.window-closed':
    'Die Plattform nimmt Nachrichten nur eine Zeit lang an, nachdem jemand geschrieben hat, und die ist vorbei. Warten Sie, bis die Person wieder schreibt.',
  'sentence.take-over.not-allowed':
    'Diese Person ist blockiert oder nicht zugelassen. Ändern Sie das zuerst unter Personen.',
  'sentence.take-over.over': 'Der Assistent antwortet hier wieder.',
  'sentence.persona.changed':
    'Jemand anderes hat die Persona inzwischen geändert. Sie wird jetzt angezeigt; Ihre Eingabe ist noch da.',
  'sentence.receipt.gone': 'Diesen Beleg gibt es nicht.',
  'sentence.receipt.unknown':
    'Was diese Löschung braucht, ist nicht mehr bekannt. Öffnen Sie die Person und löschen Sie sie noch einmal.',
  'sentence.receipt.not-failed': 'Diese Löschung wurde nicht aufgegeben: Sie läuft oder ist erledigt.',
  'sentence.turn.gone': 'Diese Runde gibt es nicht, oder ihre Aufbewahrungsfrist ist vorbei.',
  'sentence.guard.no-pictures': 'Der Wächter im Dienst liest keine Bilder: Versuchen Sie einen Text.',
  'sentence.device.signed-out': 'Dieses Gerät ist schon abgemeldet.',
  'sentence.token.gone': 'Dieses API-Token wurde inzwischen widerrufen.',
  'sentence.second-factor.too-late':
    'Das hat länger als zehn Minuten gedauert. Beginnen Sie neu, mit einem neuen Code zum Scannen.',
  'sentence.second-factor.on': 'Ein zweiter Faktor ist schon eingeschaltet. Laden Sie die Seite neu.',
  'sentence.owner.last': 'Das ist der einzige Inhaber. Machen Sie zuerst jemand anderen zum Inhaber.',
  'sentence.person.gone': 'Diese Person gibt es nicht mehr.',
  'sentence.limits.changed':
    'Diese Grenzen wurden inzwischen geändert, und nichts wurde überschrieben. Sehen Sie nach, wie sie jetzt sind.',
  'sentence.switch.not-cancelled':
    'Es läuft kein Wechsel, oder er lässt sich nicht mehr zurücknehmen: Er geht zu Ende.',
  'sentence.second-factor.off': 'Schalten Sie zuerst den zweiten Faktor ein.',
  'sentence.person.unknown':
    'Diese Person gibt es nicht. Vielleicht wurde sie gelöscht: siehe Gedächtnis & Datenschutz.',
  'sentence.export.gone': 'Dieser Export ist nicht mehr da. Erstellen Sie einen neuen.',
  'sentence.access-code.unknown':
    'Diesen Code gibt es nicht, oder er ist älter als eine Stunde. Bitten Sie die Person, noch einmal zu schreiben: In der Antwort steht ein neuer.',
  'sentence.memory.empty': 'Eine Erinnerung braucht Worte. Um sie zu entfernen, vergessen Sie sie.',
  'sentence.memory.gone': 'Diese Erinnerung ist nicht mehr da: Sie wurde inzwischen vergessen oder ersetzt.',
  'sentence.memory.changed':
    'Diese Erinnerung wurde inzwischen geändert, und nichts wurde überschrieben. Sehen Sie nach, was jetzt dort steht.',
  'sentence.settings.changed':
    'Jemand anderes hat das inzwischen geändert. Sehen Sie nach, wie es jetzt ist, und speichern Sie noch einmal.',
  'sentence.people.too-many': 'Mehr als {max} Personen heißen so ähnlich. Geben Sie mehr davon ein.',
  'sentence.take-over.by-other': 'Hier antwortet jetzt {name}.',
  'sentence.take-over.somebody': 'Hier antwortet jetzt jemand anderes.',
  'sentence.persona.blocked':
    'Der Wächter blockiert diesen Namen oder Ton ({hazards}). Nichts wurde geändert: Formulieren Sie es anders.',
  'sentence.persona.too-long': 'Name und Ton haben {tokens} Token; {max} werden behalten. Kürzen Sie den Ton.',
  'sentence.guard.failed':
    'Der Wächter konnte das nicht beurteilen ({code}). Solange das so ist, bekommt niemand Antworten: npm run doctor sagt, was nicht stimmt.',
  'sentence.guard.too-slow':
    'Der Wächter hat zu lange gebraucht, um das zu beurteilen. Solange das so ist, bekommt niemand Antworten: npm run doctor sagt, was nicht stimmt.',
  'sentence.invitations.too-many': 'Es gibt {max} offene Einladungen. Widerrufen Sie zuerst eine.',
  'sentence.tokens.too-many': 'Es gibt {max} API-Token. Widerrufen Sie zuerst eines.',
  'sentence.role.made-viewer':
    '{name} hat inzwischen die Rolle Betrachter bekommen. Laden Sie die Seite neu und entscheiden Sie noch einmal.',
  'sentence.role.made-moderator':
    '{name} hat inzwischen die Rolle Moderator bekommen. Laden Sie die Seite neu und entscheiden Sie noch einmal.',
  'sentence.role.made-operator':
    '{name} hat inzwischen die Rolle Operator bekommen. Laden Sie die Seite neu und entscheiden Sie noch einmal.',
  'sentence.role.made-owner':
    '{name} hat inzwischen die Rolle Inhaber bekommen. Laden Sie die Seite neu und entscheiden Sie noch einmal.',
  'sentence.person.is-blocked': '{name} ist blockiert. Heben Sie das zuerst auf.',
  'sentence.install.none': '{model} wird nicht installiert.',
  'sentence.label.taken-back':
    'Jemand anderes hat das Etikett inzwischen zurückgenommen. Entscheiden Sie neu, wenn Sie anderer Meinung sind.',
  'sentence.label.changed':
    'Jemand anderes hat das inzwischen etikettiert. Es wird jetzt angezeigt; entscheiden Sie neu, wenn Sie anderer Meinung sind.',
  'sentence.switch.other-changed': 'Jemand anderes hat das Modell inzwischen geändert.',
  'sentence.switch.refused': 'Es wurde abgelehnt.',
  'sentence.switch.too-large': '{title} ist größer als der Arbeitsspeicher dieses Computers.',
  'sentence.switch.busy': 'Es läuft schon ein Wechsel zu einem anderen Modell. Warten Sie, bis er vorbei ist.',
  'sentence.switch.cancelled': 'Es wurde abgebrochen.',
  'sentence.switch.stopping': 'Der Dienst hält an.',
  'sentence.switch.host':
    'Die Antworten kommen von einem Host (engine.url). Nehmen Sie ihn weg, um ein Modell dieses Computers zu verwenden.',
  'sentence.switch.not-loaded': 'Es war nach einer Stunde nicht geladen.',
  'sentence.model.locked':
    '{setting} sagt, welches Modell antwortet: Nehmen Sie es weg, starten Sie neu und wählen Sie hier.',
  'sentence.model.used': 'Es ist im Dienst, oder ein Wechsel läuft: Wählen Sie zuerst ein anderes Modell.',
  'sentence.model.unknown': 'Dieses Modell gibt es im Katalog nicht.',
  'sentence.model.bundled': '{model} gehört zu Chasqui: Es ist immer da.',
  'sentence.model.installed': '{model} ist installiert.',
  'sentence.install.no-room':
    'Auf dem Datenträger von {folder} fehlen {missing}. Schaffen Sie Platz und beginnen Sie noch einmal.',
  'sentence.install.busy': '{model} wird installiert. Warten Sie, bis es da ist, oder halten Sie es an.',
  'sentence.install.odd-hub': 'Der Hub antwortet etwas anderes als erwartet.',
  'sentence.install.other-files':
    'Der Hub hat jetzt andere Dateien als die angezeigten. Sehen Sie sie an und nehmen Sie die Lizenz noch einmal an.',
  'sentence.whatsapp.linked-already': 'Es ist schon ein Telefon gekoppelt: Entkoppeln Sie es zuerst.',
  'sentence.setting.locked': '{variable} in der Umgebung setzt es: Ändern Sie es dort',
  'sentence.setting.not-applied': 'Der Dienst konnte damit nicht arbeiten. Sein Log sagt, warum.',
  'sentence.setting.stopping': 'Der Dienst wird angehalten. Versuchen Sie es, wenn er läuft.',
  'sentence.setting.busy': 'Eine andere Änderung läuft noch. Versuchen Sie es gleich noch einmal.',
  'sentence.check.unreadable':
    'Die Antwort war nicht lesbar. Ist die gesetzte Adresse der API wirklich die dieser Plattform?',
  'sentence.check.known': '{platform} kennt ihn als {name}.',
  'sentence.check.waiting.one': '{count} Nachricht wartet auf ihn.',
  'sentence.check.waiting.other': '{count} Nachrichten warten auf ihn.',
  'sentence.telegram.no-groups':
    'Er kann keinen Gruppen hinzugefügt werden. Wo er es soll, erlauben Sie es bei @BotFather: /setjoingroups.',
  'sentence.telegram.reads-all': 'In Gruppen liest er alles.',
  'sentence.telegram.reads-mentions':
    'In Gruppen sieht er nur, was ihm gilt: Befehle, Erwähnungen und Antworten. @BotFather ändert das: /setprivacy; fügen Sie ihn danach der Gruppe neu hinzu.',
  'sentence.telegram.other-webhook':
    'Telegram sendet seine Nachrichten zurzeit an {host}. Mit dem Speichern kommen sie hierher.',
  'sentence.telegram.other-address':
    'Telegram sendet seine Nachrichten zurzeit an eine andere Adresse. Mit dem Speichern kommen sie hierher.',
  'sentence.telegram.webhook-set': 'Sein Webhook ist gesetzt.',
  'sentence.telegram.webhook-failure': 'Der letzte Fehler seines Webhooks, wie Telegram ihn nennt: {said}',
  'sentence.discord.reads-nothing':
    'Er darf nicht lesen, was die Leute schreiben: Discord lehnt die Verbindung ab. Öffnen Sie {portal}, wählen Sie die Anwendung, dann Bot, und schalten Sie MESSAGE CONTENT INTENT ein.',
  'sentence.discord.reads': 'Er darf lesen, was die Leute schreiben.',
  'sentence.discord.private': 'Nur Sie können ihn Servern hinzufügen: Er ist kein öffentlicher Bot.',
  'sentence.meta.number': 'Seine Nummer ist {number}.',
  'sentence.meta.quality-green': 'Meta stuft seine Qualität als hoch ein.',
  'sentence.meta.quality-yellow': 'Meta stuft seine Qualität als mittel ein: Leute haben ihn blockiert oder gemeldet.',
  'sentence.meta.quality-red': 'Meta stuft seine Qualität als niedrig ein: Er wird vielleicht bald eingeschränkt.',
  'sentence.meta.quality-unknown': 'Meta hat seine Qualität noch nicht eingestuft.',
  'sentence.meta.subscribed': 'Eine App hat seine Nachrichten abonniert.',
  'sentence.meta.not-subscribed':
    'Noch hat keine App seine Nachrichten abonniert: Der Schritt zum Webhook sagt, wie es geht.',
  'sentence.meta.subscription-unknown':
    'Meta sagt nicht, ob eine App seine Nachrichten abonniert hat: Die erste Nachricht zeigt es.',
  'sentence.meta.odd-secret':
    'Das App-Geheimnis hat eine ungewöhnliche Form: Üblich sind 32 Zeichen von 0 bis 9 und a bis f.',
  'sentence.meta.secret-fits': 'Das App-Geheimnis gehört zur App dieses Tokens.',
  'sentence.meta.webhook': 'Seine Nachrichten kommen per Webhook: {address}, Feld messages.',
  'sentence.meta.webhook-nowhere':
    'Seine Nachrichten kommen per Webhook: {path} unter der öffentlichen Adresse dieses Dienstes, Feld messages.',
  'sentence.whatsapp.browser': 'Ein Browser dafür ist da.',
  'sentence.whatsapp.link-later': 'Ein Telefon wird nach dem Einschalten gekoppelt.',
  'sentence.fit.any': 'Es läuft auf jedem Computer.',
  'sentence.fit.on-card': 'Es braucht {needed} einer Grafikkarte, und {name} hat sie.',
  'sentence.fit.on-machine': 'Es braucht {memory} Arbeitsspeicher und {cores} Kerne, und dieser Computer hat das.',
  'sentence.fit.needs': 'Es braucht {memory} Arbeitsspeicher und {cores} Kerne oder eine Grafikkarte mit {card}.',
  'sentence.fit.has-memory': 'Dieser Computer hat {memory} Arbeitsspeicher.',
  'sentence.fit.has-cores.one': 'Dieser Computer hat {count} Kern.',
  'sentence.fit.has-cores.other': 'Dieser Computer hat {count} Kerne.',
  'sentence.fit.has-both.one': 'Dieser Computer hat {memory} Arbeitsspeicher und {count} Kern.',
  'sentence.fit.has-both.other': 'Dieser Computer hat {memory} Arbeitsspeicher und {count} Kerne.',
  'sentence.fit.together': 'Beide Modelle zusammen brauchen {needed} Arbeitsspeicher, dieser Computer hat {have}.',
  'sentence.fit.together-on-card':
    'Beide Modelle zusammen brauchen {needed} Grafikspeicher, dieser Computer hat {have}.',
  'sentence.fit.no-room-beside':
    'Es braucht etwa {needed} neben dem Modell im Dienst, und nur {free} Arbeitsspeicher sind frei.',
  'sentence.switch.weaker-guard':
    'Sein Wächter ist schwächer als der, der jetzt arbeitet. Bestätigen Sie, dass Sie es sind.',
  'sentence.picture.not-waiting': 'Dieses Bild wartet hier nicht auf eine Antwort.',
  'sentence.picture.unusable': 'Dieses Bild kann nicht gezeigt werden: Es ist beschädigt, zu groß oder nicht mehr da.',
  'sentence.picture.away': 'Die Plattform hat dieses Bild nicht herausgegeben. Versuchen Sie es gleich noch einmal.',
  'sentence.channel.locked-on':
    '{variable} in der Umgebung hält ihn eingeschaltet: Ändern Sie es dort, und starten Sie den Dienst neu.',
  'sentence.channel.locked-off':
    '{variable} in der Umgebung hält ihn ausgeschaltet: Ändern Sie es dort, und starten Sie den Dienst neu.',
  'sentence.label.changed-by':
    '{name} hat das inzwischen etikettiert. Es wird jetzt angezeigt; entscheiden Sie neu, wenn Sie anderer Meinung sind.',
  'sentence.discord.cannot-read':
    'Er kann Nachrichten auf Servern nicht lesen: Schalten Sie MESSAGE CONTENT INTENT auf {portal} ein (die Anwendung, Bot, Privileged Gateway Intents).',
  'sentence.discord.may-not-write': 'Er darf in {channels} nicht schreiben: Geben Sie seiner Rolle dort {rights}.',
  'sentence.channel.not-stored': 'Der Speicher nimmt keine Nachrichten an.',
  'sentence.channel.wait-here': 'Sie warten hier, und was keinen Platz findet, wird von {platform} nachgelesen.',
  'sentence.channel.wait-there': 'Sie warten bei {platform}, bis er es wieder tut.',
  'sentence.channel.sent-again': '{platform} schickt sie erneut, bis er es wieder tut.',
  'sentence.channel.connecting-failed': 'Die Verbindung ist gescheitert: {said}',
  'sentence.channel.taking-failed': 'Nachrichten konnten nicht angenommen werden: {said}',
  'sentence.telegram.webhook-taken': 'Ein anderer Prozess hat für dieses Bot-Token einen eigenen Webhook gesetzt.',
  'sentence.telegram.not-delivered':
    'Telegram kann Nachrichten nicht an {address} zustellen; sie warten dort. Es sagt: {said}. Prüfen Sie, ob CHASQUI_PUBLIC_URL zu diesem Dienst führt und ein Proxy davor den Host-Header weitergibt (docs/configuration.md, Behind a proxy).',
  'sentence.discord.resumed': 'Die Verbindung steht wieder.',
  'sentence.discord.closes-again':
    'Discord schließt die Verbindung immer wieder ({number}). Der nächste Versuch ist in {seconds} s.',
  'sentence.meta.not-checked': 'Die Prüfung des Tokens ist gescheitert.',
  'sentence.webhook.wrong-token': 'Mit anderem Prüf-Token, abgelehnt: {number}.',
  'sentence.webhook.forged': 'Gefälscht, abgelehnt: {number}.',
  'sentence.webhook.too-large': 'Über 4 MB, abgelehnt: {number}.',
  'sentence.webhook.too-slow': 'Zu langsam, abgebrochen: {number}.',
  'sentence.webhook.replayed': 'Wiederholt: {number}.',
  'sentence.webhook.unreadable': 'Unlesbar: {number}.',
  'sentence.webhook.unknown': 'Unbekannter Art: {number}.',
  'sentence.page.no-uploads':
    'Bilder können nicht angenommen werden: Machen Sie den Ordner für Hochgeladenes beschreibbar ({folder}).',
  'sentence.whatsapp.stopped': 'Angehalten.',
  'sentence.whatsapp.stopped-with-service': 'WhatsApp steht mit seinem Dienst still: Starten Sie den Dienst.',
  'sentence.whatsapp.starts': 'Der Browser startet.',
  'sentence.whatsapp.scan':
    'Scannen Sie den QR-Code: auf dem Smartphone in WhatsApp, „Verknüpfte Geräte“, „Gerät hinzufügen“. Er ändert sich ab und zu.',
  'sentence.whatsapp.type-code':
    'Geben Sie den Kopplungscode ein: auf dem Smartphone in WhatsApp, „Verknüpfte Geräte“, „Stattdessen mit Telefonnummer verknüpfen“.',
  'sentence.whatsapp.reads-chats': 'Verknüpft; die Chats werden gelesen.',
  'sentence.whatsapp.silent': 'Die Seite antwortet nicht. Bleibt das so, wird der Browser neu gestartet.',
  'sentence.whatsapp.away': 'Die Seite erreicht WhatsApp nicht. Sie verbindet sich von selbst wieder.',
  'sentence.whatsapp.reload': 'Die Seite ist verknüpft und nach Minuten nicht bereit: Sie wird neu geladen.',
  'sentence.whatsapp.reloads-itself': 'Die Seite lädt sich neu.',
  'sentence.whatsapp.unlinked': 'Getrennt.',
  'sentence.whatsapp.logged-out': 'Auf dem Smartphone abgemeldet.',
  'sentence.whatsapp.session-lost':
    'Auf dem Smartphone abgemeldet, während dieser Dienst nicht lief, oder die Sitzung ging verloren.',
  'sentence.whatsapp.code-unused': 'Kein Smartphone hat den Code innerhalb von {minutes} Minuten benutzt.',
  'sentence.whatsapp.not-linked': 'Nicht innerhalb von {minutes} Minuten verknüpft.',
  'sentence.whatsapp.no-code':
    'WhatsApp gab keinen Kopplungscode: Prüfen Sie die Nummer, warten Sie einige Minuten, denn es gibt nur wenige, oder verknüpfen Sie per QR-Code.',
  'sentence.whatsapp.restarts': 'Der Browser wird neu gestartet.',
  'sentence.whatsapp.restarts-in': 'Der Browser wird in {seconds} s neu gestartet.',
  'sentence.whatsapp.elsewhere':
    'WhatsApp Web wurde mit dieser Sitzung in einem anderen Browser geöffnet: Schließen Sie jenen.',
  'sentence.whatsapp.session-refused': 'WhatsApp lehnt die Sitzung ab ({reason}): Sehen Sie auf dem Smartphone nach.',
  'sentence.whatsapp.disconnected': 'Die Seite wurde getrennt ({reason}).',
  'sentence.whatsapp.process-ended': 'Sein Prozess hat geendet.',
  'sentence.whatsapp.page-crashed': 'Seine Seite ist abgestürzt.',
  'sentence.whatsapp.page-gone': 'Seine Seite ist weg.',
  'sentence.whatsapp.not-loaded': 'Seine Seite wurde in {seconds} s nicht geladen.',
  'sentence.whatsapp.hung': 'Seine Seite hängt: keine Antwort in {seconds} s.',
  'sentence.whatsapp.unreached': 'Seine Seite erreichte WhatsApp {seconds} s lang nicht.',
  'sentence.whatsapp.not-ready': 'Verknüpft, und {seconds} s später nicht bereit.',
  'sentence.whatsapp.not-reached': 'WhatsApp wurde nicht erreicht: {said}',
  'sentence.whatsapp.not-opened': 'Seine Seite hat sich nicht geöffnet: {said}',
  'sentence.whatsapp.too-large': 'Er belegte {size} Speicher.',
  'sentence.whatsapp.daily': 'Das geschieht einmal am Tag, zur Stunde whatsapp.restartHour.',
  'sentence.whatsapp.no-sandbox':
    'Der Browser ist nicht gestartet ({said}): Setzen Sie whatsapp.sandbox auf off, wo Chromium keine haben kann.',
  'sentence.whatsapp.no-library':
    'Der Browser ist nicht gestartet ({said}): Installieren Sie, was er braucht; sein Paket bringt es mit.',
  'sentence.whatsapp.no-disk':
    'Der Browser ist nicht gestartet ({said}): Schaffen Sie Platz auf dem Datenträger des Datenordners.',
  'sentence.whatsapp.no-start': 'Der Browser ist nicht gestartet ({said}): WHATSAPP_CHROMIUM nennt einen anderen.',
  'sentence.whatsapp.no-room':
    'Der Datenträger ist fast voll (limits.diskFreeBytesMin): Schaffen Sie Platz. Danach startet der Browser.',
  'sentence.whatsapp.unexpected': 'Ein unerwarteter Fehler, siehe Log. Es wird wieder versucht.',
  'sentence.whatsapp.other-browser':
    'Prozess {pid} ist ein Browser, der das WhatsApp-Profil {profile} benutzt und nicht zu diesem Dienst gehört: Beenden Sie ihn. Es wird wieder versucht.',
  'sentence.whatsapp.process-stays':
    'Prozess {pid} konnte nicht beendet werden: Beenden Sie ihn. Es wird wieder versucht.',
  'sentence.whatsapp.profile-full':
    'Der Datenträger von {profile} ist voll: Schaffen Sie Platz. Es wird wieder versucht.',
  'sentence.whatsapp.profile-unusable':
    'Das WhatsApp-Profil {profile} ist nicht benutzbar ({code}): Es muss ein Ordner sein, in den dieser Benutzer schreiben kann; räumen Sie weg, was an seiner Stelle liegt. Es wird wieder versucht.',
  'sentence.whatsapp.bad-root':
    'WHATSAPP_WEB_ROOT ist {address}: erwartet werden https und dieser Computer, wie https://127.0.0.1:8445. Für WhatsApp selbst bleibt es leer.',
  'sentence.whatsapp.is-off': 'WhatsApp ist nicht eingeschaltet.',
  'sentence.whatsapp.switch-on':
    'WhatsApp ist nicht eingeschaltet: Setzen Sie WHATSAPP_ENABLED=true und starten Sie den Dienst neu, oder nutzen Sie die Konsole.',
  'sentence.whatsapp.terminal-alone':
    'npm run chat hat diesen Dienst nur mit dem Terminal gestartet: Nutzen Sie npm start.',
  'sentence.whatsapp.no-browser': 'Das Einrichten hat keinen Browser dafür gefunden: {said}',
  'sentence.whatsapp.browser-how':
    'Das Einrichten sucht jedes Mal wieder, wenn WhatsApp geöffnet wird, etwa mit „Neu verbinden“; WHATSAPP_CHROMIUM nennt einen eigenen.',
  'sentence.whatsapp.cannot-run':
    'WHATSAPP_CHROMIUM (whatsapp.chromium) nennt {file}, das nicht ausgeführt werden kann ({fault}): Berichtigen Sie es.',
  'sentence.whatsapp.restarted.one': 'Der Browser wurde {count}-mal neu gestartet, zuletzt weil:',
  'sentence.whatsapp.restarted.other': 'Der Browser wurde {count}-mal neu gestartet, zuletzt weil:',
  'sentence.switch.said': '{said}',
  'sentence.card.wrong': '{said}',
  'sentence.settings.named': '{setting}:',
  'sentence.install.paused-before': 'Sie wurde angehalten, bevor sie begann.',
  'sentence.install.connection': 'Die Verbindung zum Modell-Hub ist fehlgeschlagen: {said}',
  'sentence.install.refused': 'Der Modell-Hub gibt eine Datei nicht heraus: {said}',
  'sentence.install.other-file': 'Was ankam, ist nicht die erwartete Datei: {said}',
  'sentence.install.not-written': 'Die Datei konnte nicht geschrieben werden: {said}',
  'sentence.install.kept': 'Starten Sie sie erneut: Was schon angekommen ist, bleibt erhalten.',
  'sentence.setting.unknown': 'diese Einstellung gibt es nicht',
  'sentence.setting.elsewhere': 'sie wird nicht in der Konsole gesetzt, sondern in chasqui.yaml oder in der Umgebung',
  'sentence.setting.twice': 'sie ist zweimal genannt',
  'sentence.value.addresses': 'erwartet: Adressen wie 127.0.0.1, 10.0.0.0/8',
  'sentence.value.address': 'erwartet: eine Adresse wie http://host:8000/v1',
  'sentence.value.identity': 'eine Kennung sieht aus wie telegram:123456:987',
  'sentence.value.bot-token': 'ein Bot-Token sieht aus wie 123456:ABC…, von @BotFather',
  'sentence.value.webhook-secret': '16 bis 256 Buchstaben, Ziffern, _ oder -',
  'sentence.value.version': 'eine Version sieht aus wie v25.0',
  'sentence.value.phone-id': 'erwartet: die Telefonnummer-ID, die nur aus Ziffern besteht, nicht die Nummer selbst',
  'sentence.value.port': 'ein Port ist eine Zahl von 0 bis 65535',
  'sentence.value.name': 'erwartet: ein Name; gibt es keinen, nehmen Sie die Einstellung heraus',
  'sentence.value.model-name':
    'erwartet: der Name eines Modells aus dem Katalog; ein Ordner wird in chasqui.yaml angegeben',
  'sentence.value.between': 'erwartet: {min} bis {max}',
  'sentence.value.between-or': 'erwartet: {min} bis {max} oder {word}',
  'sentence.value.length': 'erwartet: mindestens {min} Zeichen',
  'sentence.value.no-blanks': 'erwartet: keine Leerzeichen',
  'sentence.value.latin': 'erwartet: lateinische Buchstaben, Ziffern und Zeichen, ohne Leerzeichen',
  'sentence.value.unwritable': 'erwartet: ein Text ohne Steuerzeichen wie Zeilenumbrüche und Richtungsmarken',
  'sentence.value.unreadable':
    'er wurde mit dem Schlüssel eines anderen Datenordners verschlüsselt; geben Sie ihn neu ein',
  'sentence.value.one-of': 'erwartet: {values}',
  'sentence.value.boolean': 'erwartet: true oder false',
  'sentence.value.number': 'erwartet: eine Zahl',
  'sentence.value.int': 'erwartet: eine ganze Zahl',
  'sentence.value.text': 'erwartet: ein Text',
  'sentence.value.list': 'erwartet: eine Liste',
  'sentence.rule.needs-model':
    '{url} ist gesetzt: Setzen Sie auch {model} auf den Namen eines Modells, das dieser Host bereitstellt.',
  'sentence.rule.needs-guard':
    '{url} ist gesetzt: Setzen Sie auch {model} auf den Namen eines Wächtermodells, das dieser Host bereitstellt.',
  'sentence.rule.needs-embedder':
    '{url} ist gesetzt: Setzen Sie auch {model} auf den Namen eines Embedding-Modells, das dieser Host bereitstellt.',
  'sentence.rule.needs-public-url':
    '{secret} ist gesetzt: Setzen Sie auch {url} auf die https-Adresse, unter der Telegram diesen Dienst erreicht.',
  'sentence.rule.needless-names':
    'access.allow nennt, wer schreiben darf, aber {setting} ist für alle offen. Setzen Sie {setting} auf allow-list, oder nehmen Sie die Namen aus access.allow heraus.',
  'sentence.rule.needs-embed-model':
    '{setting} braucht {name}: den Namen eines Embedding-Modells, das npm run models auflistet, oder einen Ordner mit einem.',
  'sentence.rule.needs-embed-host': '{setting} braucht {url}: die Adresse eines Hosts, der /v1/embeddings beantwortet.',
  'sentence.rule.unused': '{setting} ist gesetzt: Setzen Sie auch {needed}, oder nehmen Sie es heraus.',
  'sentence.trials.too-many':
    'Davon sind {atOnce} gleichzeitig möglich, und {perMinute} pro Minute und Konto. Versuchen Sie es in {seconds} s noch einmal.',
  'sentence.playground.no-answer':
    'Es kam rechtzeitig keine Antwort. npm run doctor sagt, ob Engine und Wächter arbeiten.',
  'sentence.export.failed': 'Der Export ist fehlgeschlagen. Das Log sagt mehr; versuchen Sie es noch einmal.',
  'sentence.export.busy': 'Ein Export läuft gerade; versuchen Sie es noch einmal, wenn er fertig ist.',
  'sentence.export.no-room': 'Der Datenträger ist fast voll.',
  'sentence.export.no-files': 'In diesen Chat können keine Dateien gesendet werden.',
  'sentence.picture.broken': 'Das Bild lässt sich nicht dekodieren.',
  'sentence.picture.half': 'Ein großer Teil des Bildes fehlt.',
  'sentence.picture.heic': 'Diese Version des Dekodierers öffnet kein HEIC.',
  'sentence.picture.kind': 'Bilder der Art {kind} werden nicht geöffnet.',
  'sentence.picture.none': 'Diese Daten sind kein Bild.',
  'sentence.picture.too-large': 'Das Bild hat {width} × {height} Pixel, mehr als angenommen werden.',
  'sentence.hub.no-files': '{repository} hat nicht die Dateien, die der Katalog für {model} erwartet.',
  'sentence.hub.no-projector': '{repository} hat keinen Projektor für Bilder, den {model} braucht.',
  'sentence.hub.licence':
    '{host} gibt {repository} nicht heraus ({status}). Nehmen Sie die Lizenz auf {page} an, und setzen Sie HF_TOKEN auf ein Token Ihres Kontos.',
  'sentence.hub.status': '{host} antwortet {status} für {repository}.',
  'sentence.hub.unreachable':
    'Der Modell-Hub {host} ist nicht erreichbar. Prüfen Sie das Netz, oder setzen Sie CHASQUI_HUB_URL auf einen Spiegel.',
  'sentence.hub.other-file':
    '{file} auf dem Hub ist nicht die Datei, die der Katalog kennt. Es wurde nichts heruntergeladen.',
  'sentence.model.no-space': '{model} braucht {missing} mehr freien Platz in {folder}.',
  'sentence.model.not-found': 'Es gibt kein Modell und keinen Ordner „{name}“.',
  'sentence.model.meant': 'Meinten Sie {name}?',
  'sentence.model.known': 'Bekannt sind: {names}.',
  'sentence.model.embeds':
    'Es macht Vektoren von Texten für das Gedächtnis und antwortet niemandem: Setzen Sie CHASQUI_EMBED_MODEL darauf.',
  'sentence.model.answers': 'Es antwortet Menschen und macht keine Vektoren.',
  'sentence.model.not-installed':
    'Das Modell {model} ist nicht installiert. Installieren Sie es mit: npm run models -- install {model}',
  'sentence.card.not-json': 'Die Modellkarte {path} ist kein JSON.',
  'sentence.card.empty-folder': 'Der Ordner {folder} enthält weder card.json noch eine .gguf-Datei.',
  'sentence.card.several':
    'Der Ordner {folder} enthält mehrere Modelle: Behalten Sie eines, oder schreiben Sie eine card.json.',
  'sentence.file.missing': 'Die Modelldatei {path} fehlt.',
  'sentence.file.size': 'Die Modelldatei {path} hat {found} Bytes, richtig wären {right}.',
  'sentence.file.damaged': 'Die Modelldatei {path} ist beschädigt (ihr sha256 ist nicht der veröffentlichte).',
  'sentence.file.no-gguf': 'Die Modelldatei {path} ist keine GGUF-Datei.',
  'sentence.file.version': 'Die Modelldatei {path} ist GGUF der Version {version}; lesbar sind 2 und 3.',
  'sentence.file.install-again': 'Installieren Sie das Modell mit npm run models neu.',
  'sentence.channel.closing': 'Der Kanal wird gerade geschlossen. Ein neuer Versuch ist möglich.',
  'sentence.file.to-send-gone': 'Die Datei, die gesendet werden sollte, gibt es nicht mehr.',
  'sentence.file.too-large-to-send': '{platform} nimmt Dateien bis {megabytes} MB an.',
  'sentence.file.too-large': 'Die Datei ist größer als die {megabytes} MB, die angenommen werden.',
  'sentence.file.gone': '{platform} hat diese Datei nicht mehr.',
  'sentence.file.elsewhere': 'Die Datei liegt auf keinem Server von {platform}: Sie wird nicht geöffnet.',
  'sentence.file.odd-address': 'Die Datei liegt hinter einer {protocol}-Adresse: Geöffnet werden nur http und https.',
  'sentence.file.private-address': 'Die Adresse der Datei führt in ein privates Netz: Sie wird nicht geöffnet.',
  'sentence.file.broke-off': 'Das Herunterladen brach ab ({reason}). Ein neuer Versuch ist möglich.',
  'sentence.file.server-error': 'Der Dateiserver hat {status} geantwortet. Ein neuer Versuch ist möglich.',
  'sentence.file.server-gone': 'Der Dateiserver hat {status} geantwortet: Die Datei ist nicht mehr da.',
  'sentence.message.too-long': 'Eine Nachricht auf {platform} fasst {most}, und diese hat {length}: Teilen Sie sie.',
  'sentence.message.not-begun': 'Die Nachricht wurde nicht gesendet: Ihr Aufruf endete vorher.',
  'sentence.message.too-many': 'Zu viele Nachrichten warten in diesem Chat.',
  'sentence.message.no-edits': 'Auf {platform} werden gesendete Nachrichten nicht geändert.',
  'sentence.telegram.local-server':
    'Der Bot-API-Server nennt einen Pfad auf seiner Festplatte: Starten Sie ihn ohne --local.',
  'sentence.discord.not-private': 'Discord kann diese Antwort nicht mehr allein ihrer Person zeigen.',
  'sentence.discord.no-history': 'Der Bot darf diesen Kanal nicht lesen: Geben Sie seiner Rolle das Recht {right}.',
  'sentence.meta.no-files': '{platform} nimmt solche Dateien nicht an.',
  'sentence.meta.unknown-bot': '{platform} hat noch nicht gesagt, wer dieser Bot ist.',
  'sentence.message.no-id': '{platform} hat die Nachricht angenommen und nicht gesagt, unter welcher ID.',
  'sentence.whatsapp.not-connected': 'WhatsApp ist nicht verbunden; npm run doctor sagt, warum.',
  'sentence.whatsapp.no-answer': 'Die Seite von WhatsApp hat nicht geantwortet: {what}.',
  'sentence.whatsapp.page-failed':
    'Die Seite von WhatsApp hat versagt ({reason}); die Nachricht wurde vielleicht gesendet, vielleicht nicht.',
  'sentence.whatsapp.not-served': 'Auf WhatsApp wird nur Personen und Gruppen geantwortet.',
  'sentence.whatsapp.owner-unknown': 'Ob der Besitzer des Smartphones in diesem Chat schreibt, ist nicht bekannt.',
  'sentence.whatsapp.chat-gone': 'WhatsApp kennt diesen Chat nicht, oder die Nummer ist nicht mehr bei WhatsApp.',
  'sentence.whatsapp.not-said': 'WhatsApp hat nicht rechtzeitig gesagt, ob es die Nachricht angenommen hat.',
  'sentence.whatsapp.message-refused': 'WhatsApp hat die Nachricht abgelehnt oder wurde nicht erreicht.',
  'sentence.whatsapp.still-trying':
    'WhatsApp hat die Nachricht noch nicht angenommen, und die Seite versucht es weiter.',
  'sentence.whatsapp.cannot-tell': 'Ob die Nachricht gesendet wurde, ist am Chat nicht zu erkennen.',
  'sentence.whatsapp.file-not-begun':
    'Die Datei wurde nicht gesendet: Der Chat konnte nicht gelesen werden ({reason}).',
  'sentence.whatsapp.file-not-taken': 'WhatsApp hat die Datei nicht angenommen ({reason}).',
}
