/** What the service says of parts that are not well, in this language: loaded once one is. */
export const failures: Readonly<Record<string, string>> = {
  'sentence.telegram.bad-token':
    'TELEGRAM_BOT_TOKEN ist kein Bot-Token: Kopieren Sie es von @BotFather; es sieht aus wie 123456:AA…',
  'sentence.telegram.token-unknown':
    'Telegram kennt dieses Token nicht ({status}). Es wurde widerrufen oder vertippt: Nehmen Sie das jetzige von @BotFather und setzen Sie es in der Konsole (Kanäle) oder als TELEGRAM_BOT_TOKEN. Ist TELEGRAM_API_ROOT gesetzt, prüfen Sie auch das.',
  'sentence.telegram.other-process':
    'Ein anderer Prozess benutzt dieses Bot-Token. Halten Sie den anderen an, oder geben Sie diesem Dienst einen eigenen Bot von @BotFather. ({said})',
  'sentence.discord.bad-token':
    'DISCORD_BOT_TOKEN ist kein Bot-Token: Kopieren Sie es von {portal}, Ihre Anwendung, Bot, Reset Token.',
  'sentence.discord.token-unknown':
    'Discord kennt dieses Token nicht: Es wurde widerrufen oder vertippt. Erzeugen Sie ein neues auf https://discord.com/developers/applications (Ihre Anwendung, Bot, Reset Token) und setzen Sie es in der Konsole (Kanäle) oder als DISCORD_BOT_TOKEN.',
  'sentence.discord.shards-refused': 'Discord lehnt die Shards ab: Setzen Sie discord.shards in chasqui.yaml auf auto.',
  'sentence.discord.too-many-servers':
    'Dieser Bot ist auf mehr Servern, als eine Verbindung bedient: Setzen Sie discord.shards in chasqui.yaml auf auto.',
  'sentence.discord.version-over':
    'Discord spricht diese Version seines Gateways nicht mehr: Aktualisieren Sie Chasqui.',
  'sentence.discord.no-intent':
    'Discord lässt diesen Bot keine Nachrichten lesen. Öffnen Sie {portal}, wählen Sie die Anwendung, dann Bot, und schalten Sie unter Privileged Gateway Intents MESSAGE CONTENT INTENT ein.',
  'sentence.discord.closed': 'Discord hat die Verbindung endgültig geschlossen ({number}).',
  'sentence.meta.no-id': '{product} hat ohne id geantwortet; prüfen Sie META_GRAPH_ROOT',
  'sentence.meta.token-refused':
    'Meta nimmt dieses Token nicht an ({number}): Es ist abgelaufen oder wurde widerrufen. Erzeugen Sie ein neues und setzen Sie {setting}.',
  'sentence.meta.no-permission':
    'Meta hat {number} geantwortet: {said}. Prüfen Sie die Berechtigungen der App und ihres Tokens.',
  'sentence.meta.unauthorised':
    'Meta hat {number} geantwortet: {said}. Erzeugen Sie ein neues Token und setzen Sie {setting}.',
  'sentence.meta.refused': 'Meta hat {number} geantwortet: {said}',
  'sentence.meta.no-json': 'Meta hat {status} und kein JSON geantwortet; prüfen Sie META_GRAPH_ROOT',
  'sentence.meta.no-app-secret':
    'META_APP_SECRET ist nicht gesetzt; Meta signiert damit: Kopieren Sie es aus dem App-Dashboard von developers.facebook.com (App settings, Basic, App secret).',
  'sentence.meta.no-verify-token':
    'META_VERIFY_TOKEN ist nicht gesetzt: Denken Sie sich eines aus, zum Beispiel mit openssl rand -hex 16, und geben Sie Meta dasselbe, wo der Webhook eingerichtet wird.',
  'sentence.meta.no-public-url':
    'Nachrichten von Meta kommen per Webhook, und CHASQUI_PUBLIC_URL ist nicht gesetzt: Setzen Sie es auf die https-Adresse, unter der Meta diesen Dienst erreicht.',
  'sentence.meta.no-https':
    'Nachrichten von Meta kommen per Webhook, und CHASQUI_PUBLIC_URL ist keine https-Adresse: Setzen Sie es auf die https-Adresse, unter der Meta diesen Dienst erreicht.',
  'sentence.meta.no-cloud-token':
    'WHATSAPP_CLOUD_PHONE_ID ist gesetzt: Setzen Sie auch WHATSAPP_CLOUD_TOKEN, das Zugriffstoken eines Systemnutzers mit whatsapp_business_messaging.',
  'sentence.meta.no-phone-id':
    'WHATSAPP_CLOUD_TOKEN ist gesetzt: Setzen Sie auch WHATSAPP_CLOUD_PHONE_ID, die id der Telefonnummer, die das App-Dashboard unter WhatsApp, API setup zeigt.',
  'sentence.call.limited.one': '{platform} nimmt {count} s lang nichts mehr an; warten Sie so lange',
  'sentence.call.limited.other': '{platform} nimmt {count} s lang nichts mehr an; warten Sie so lange',
  'sentence.call.refused': '{platform} hat abgelehnt: {said}',
  'sentence.call.refused-by-number': '{platform} hat abgelehnt ({number}): {said}',
  'sentence.call.server-error': '{platform} hat {status} geantwortet; ein neuer Versuch ist möglich',
  'sentence.call.server-error-unknown':
    '{platform} hat {status} geantwortet; die Nachricht wurde vielleicht gesendet, vielleicht nicht',
  'sentence.call.no-answer': 'keine Antwort von {platform} ({reason}); ein neuer Versuch ist möglich',
  'sentence.call.no-answer-unknown':
    'keine Antwort von {platform} ({reason}); die Nachricht wurde vielleicht gesendet, vielleicht nicht',
  'sentence.meta.bad-phone-id':
    'Die ID der Telefonnummer besteht nur aus Ziffern und ist nicht die Nummer selbst: Das App-Dashboard zeigt sie unter WhatsApp, API setup.',
  'sentence.meta.unknown-phone-id':
    'Zu diesem Token gibt es keine Telefonnummer mit der ID {id}: Das App-Dashboard zeigt sie unter WhatsApp, API setup.',
  'sentence.meta.other-app':
    'Das App-Geheimnis gehört nicht zu der App, zu der dieses Token gehört. Kopieren Sie es aus App settings, Basic, jener App, oder erstellen Sie das Token in der App, deren Geheimnis dies ist.',
  'sentence.discord.may-not-write': 'Er darf in {channels} nicht schreiben: Geben Sie seiner Rolle dort {rights}.',
  'sentence.engine.stopped': 'Die Engine wurde angehalten.',
  'sentence.engine.no-program': 'Das Programm, das Modelle ausführt, fehlt: {why}',
  'sentence.engine.cannot-start': '{model} kann nicht gestartet werden: {said}',
  'sentence.engine.unfit': '{model} wurde gestartet und ist nicht brauchbar.',
  'sentence.host.not-yet': '{host} hat noch nicht geantwortet.',
  'sentence.host.unanswered': '{host} ließ eine Frage {seconds} s lang unbeantwortet.',
  'sentence.host.unreachable': '{host} ist nicht erreichbar ({code}).',
  'sentence.host.broke-off': '{host} hat die Verbindung abgebrochen ({code}).',
  'sentence.host.key-refused': '{host} lehnt unseren Schlüssel ab ({said}): Setzen Sie {setting}.',
  'sentence.host.key-right': 'Stimmt {setting}?',
  'sentence.host.wants-key': 'Wenn er einen Schlüssel verlangt, setzen Sie {setting}.',
  'sentence.host.unknown-path': '{host} kennt das Modell oder den Pfad nicht ({said}): Prüfen Sie {url} und {model}.',
  'sentence.host.other-models': 'Er hat kein Modell „{model}“, sondern {names}: Setzen Sie {setting}.',
  'sentence.host.busy': '{host} ist ausgelastet ({said}).',
  'sentence.host.failed': '{host} ist fehlgeschlagen ({said}).',
  'sentence.host.try-again': 'Er bittet um einen neuen Versuch in {seconds} s.',
  'sentence.host.no-answer': '{host} gibt keine Antwort ({said}).',
  'sentence.host.elsewhere': '{host} schickt uns zu einer anderen Adresse ({said}): Setzen Sie {url} auf diese.',
  'sentence.host.refused': '{host} lehnt die Anfrage ab ({said}).',
  'sentence.host.no-json': '{host} antwortet mit etwas, das kein JSON ist.',
  'sentence.host.web-page': '{host} antwortet mit einer Webseite: Prüfen Sie {setting}.',
  'sentence.host.fell-silent': '{host} verstummte mitten in einer Antwort für {seconds} s.',
  'sentence.host.did-not-begin': '{host} begann nicht innerhalb von {seconds} s zu antworten.',
  'sentence.host.late': '{host} antwortete nicht innerhalb von {seconds} s.',
  'sentence.guard.no-probabilities':
    'Der Wächter {model} liefert keine Token-Wahrscheinlichkeiten: Setzen Sie {setting} auf einen anderen.',
  'sentence.guard.unreadable': 'Der Wächter {model} gibt kein lesbares Urteil.',
  'sentence.guard.calls-unsafe-safe': 'Der Wächter {model} nennt einen eindeutig unsicheren Text sicher.',
  'sentence.guard.calls-safe-unsafe': 'Der Wächter {model} nennt einen eindeutig sicheren Text unsicher.',
  'sentence.vision.failed': 'Der Bildtest ist fehlgeschlagen: {said}',
  'sentence.vision.few-tokens': 'Der Bildtest ist fehlgeschlagen: Ein Bild bringt nur {tokens} Tokens in die Anfrage.',
  'sentence.vision.ignored': 'Der Host nimmt Bilder an und sieht sie nicht an.',
  'sentence.embedder.cannot-load': '{model} kann nicht geladen werden. Führen Sie npm ci aus, und starten Sie neu.',
  'sentence.embedder.no-vectors':
    '{model} macht keine Vektoren von Texten. Nehmen Sie ein anderes, oder schreiben Sie sein --pooling als serverArguments in eine card.json.',
  'sentence.embedder.odd-answer': '{host} antwortet mit etwas, das keine Liste von Vektoren ist.',
  'sentence.embedder.odd-vectors': '{host} antwortet mit {what}.',
  'sentence.database.mighty-role':
    'die Rolle „{role}“ in DATABASE_URL ist Superuser oder umgeht die Zeilensicherheit, die dann keine Erinnerungen schützt',
  'sentence.proxy.silent':
    'Der Proxy unter {address} sagt nicht, für wen er spricht, daher gilt keine Grenze je Netz: Lassen Sie ihn X-Forwarded-For senden (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;).',
  'sentence.proxy.unnamed-here':
    'Ein Proxy auf diesem Rechner ist in {setting} nicht genannt, daher gilt keine Grenze je Netz.',
  'sentence.disk.unknown': 'Freier Platz unbekannt.',
  'sentence.disk.unseen': 'Nicht bekannt für {folders}.',
  'sentence.disk.full': 'Nichts Neues wird angenommen, bis es mehr ist (limits.diskFreeBytesMin): Schaffen Sie Platz.',
  'sentence.delivery.refused':
    'Die Plattform lehnt das Token von {channels} ab: Setzen Sie ein gültiges; die Antworten warten darauf.',
  'sentence.settings.unused': 'Ungenutzt, weil es nicht mehr geht: {settings}; siehe Einstellungen in der Konsole.',
  'sentence.switch.failed': '{model} ist nicht im Dienst.',
  'sentence.switch.serves': 'Es antwortet {model}.',
  'sentence.proxy.unnamed':
    'Besucher kommen über {address}, das {setting} nicht nennt, und teilen sich die Grenzen eines Netzes.',
  'sentence.proxy.name-it': 'Ist das Ihr Proxy, setzen Sie {setting} in chasqui.yaml auf {value}.',
  'sentence.proxy.name-it-and-send':
    'Ist das Ihr Proxy, setzen Sie {setting} in chasqui.yaml auf {value}, und lassen Sie ihn X-Forwarded-For senden (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;).',
}
