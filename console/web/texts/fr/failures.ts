/** What the service says of parts that are not well, in this language: loaded once one is. */
export const failures: Readonly<Record<string, string>> = {
  'sentence.telegram.bad-token':
    'TELEGRAM_BOT_TOKEN n’est pas un jeton de bot : copiez-le depuis @BotFather ; il ressemble à 123456:AA…',
  'sentence.telegram.token-unknown':
    'Telegram ne connaît pas ce jeton ({status}). Il a été révoqué ou mal saisi : prenez l’actuel auprès de @BotFather et indiquez-le dans la console (Canaux) ou dans TELEGRAM_BOT_TOKEN. Si TELEGRAM_API_ROOT est défini, vérifiez-le aussi.',
  'sentence.telegram.other-process':
    'Un autre processus utilise ce jeton de bot. Arrêtez l’autre, ou donnez à ce service son propre bot de @BotFather. ({said})',
  'sentence.discord.bad-token':
    'DISCORD_BOT_TOKEN n’est pas un jeton de bot : copiez-le depuis {portal}, votre application, Bot, Reset Token.',
  'sentence.discord.token-unknown':
    'Discord ne connaît pas ce jeton : il a été révoqué ou mal saisi. Créez-en un nouveau sur https://discord.com/developers/applications (votre application, Bot, Reset Token) et indiquez-le dans la console (Canaux) ou dans DISCORD_BOT_TOKEN.',
  'sentence.discord.shards-refused': 'Discord refuse les shards : mettez discord.shards sur auto dans chasqui.yaml.',
  'sentence.discord.too-many-servers':
    'Ce bot est sur plus de serveurs qu’une connexion n’en sert : mettez discord.shards sur auto dans chasqui.yaml.',
  'sentence.discord.version-over': 'Discord ne parle plus cette version de sa passerelle : mettez Chasqui à jour.',
  'sentence.discord.no-intent':
    'Discord ne laisse pas ce bot lire les messages. Ouvrez {portal}, choisissez l’application, puis Bot, et activez MESSAGE CONTENT INTENT sous Privileged Gateway Intents.',
  'sentence.discord.closed': 'Discord a fermé la connexion pour de bon ({number}).',
  'sentence.meta.no-id': '{product} a répondu sans id ; vérifiez META_GRAPH_ROOT',
  'sentence.meta.token-refused':
    'Meta n’accepte pas ce jeton ({number}) : il a expiré ou a été révoqué. Créez-en un nouveau et indiquez-le dans {setting}.',
  'sentence.meta.no-permission':
    'Meta a répondu {number} : {said}. Vérifiez les autorisations de l’application et de son jeton.',
  'sentence.meta.unauthorised':
    'Meta a répondu {number} : {said}. Créez un nouveau jeton et indiquez-le dans {setting}.',
  'sentence.meta.refused': 'Meta a répondu {number} : {said}',
  'sentence.meta.no-json': 'Meta a répondu {status} sans JSON ; vérifiez META_GRAPH_ROOT',
  'sentence.meta.no-app-secret':
    'META_APP_SECRET n’est pas défini ; Meta signe avec : copiez-le depuis le tableau de bord de l’application sur developers.facebook.com (App settings, Basic, App secret).',
  'sentence.meta.no-verify-token':
    'META_VERIFY_TOKEN n’est pas défini : inventez-en un, par exemple avec openssl rand -hex 16, et donnez le même à Meta là où le webhook est configuré.',
  'sentence.meta.no-public-url':
    'Les messages de Meta arrivent par webhook et CHASQUI_PUBLIC_URL n’est pas défini : donnez-lui l’adresse https à laquelle Meta joint ce service.',
  'sentence.meta.no-https':
    'Les messages de Meta arrivent par webhook et CHASQUI_PUBLIC_URL n’est pas une adresse https : donnez-lui l’adresse https à laquelle Meta joint ce service.',
  'sentence.meta.no-cloud-token':
    'WHATSAPP_CLOUD_PHONE_ID est défini : définissez aussi WHATSAPP_CLOUD_TOKEN, le jeton d’accès d’un utilisateur système avec whatsapp_business_messaging.',
  'sentence.meta.no-phone-id':
    'WHATSAPP_CLOUD_TOKEN est défini : définissez aussi WHATSAPP_CLOUD_PHONE_ID, l’id du numéro de téléphone, que le tableau de bord de l’application affiche sous WhatsApp, API setup.',
  'sentence.call.limited.one': '{platform} n’accepte plus rien pendant {count} s ; attendez ce temps',
  'sentence.call.limited.other': '{platform} n’accepte plus rien pendant {count} s ; attendez ce temps',
  'sentence.call.refused': '{platform} a refusé : {said}',
  'sentence.call.refused-by-number': '{platform} a refusé ({number}) : {said}',
  'sentence.call.server-error': '{platform} a répondu {status} ; un nouvel essai est possible',
  'sentence.call.server-error-unknown': '{platform} a répondu {status} ; le message a peut-être été envoyé, ou non',
  'sentence.call.no-answer': 'pas de réponse de {platform} ({reason}) ; un nouvel essai est possible',
  'sentence.call.no-answer-unknown':
    'pas de réponse de {platform} ({reason}) ; le message a peut-être été envoyé, ou non',
  'sentence.meta.bad-phone-id':
    'L’ID du numéro de téléphone n’a que des chiffres, et n’est pas le numéro lui-même : le tableau de bord de l’application l’affiche sous WhatsApp, API setup.',
  'sentence.meta.unknown-phone-id':
    'Il n’y a pas, pour ce jeton, de numéro de téléphone avec l’ID {id} : le tableau de bord de l’application l’affiche sous WhatsApp, API setup.',
  'sentence.meta.other-app':
    'Le secret n’est pas celui de l’application à laquelle ce jeton appartient. Copiez-le depuis App settings, Basic, de cette application, ou créez le jeton dans l’application à qui est ce secret.',
  'sentence.discord.may-not-write': 'Il ne peut pas écrire dans {channels} : donnez-y à son rôle {rights}.',
  'sentence.engine.stopped': 'Le moteur a été arrêté.',
  'sentence.engine.no-program': 'Le programme qui fait tourner les modèles est absent : {why}',
  'sentence.engine.cannot-start': '{model} ne peut pas être démarré : {said}',
  'sentence.engine.unfit': '{model} a démarré et n’est pas utilisable.',
  'sentence.host.not-yet': '{host} n’a pas encore répondu.',
  'sentence.host.unanswered': '{host} a laissé une question sans réponse pendant {seconds} s.',
  'sentence.host.unreachable': '{host} est injoignable ({code}).',
  'sentence.host.broke-off': '{host} a coupé la connexion ({code}).',
  'sentence.host.key-refused': '{host} refuse notre clé ({said}) : réglez {setting}.',
  'sentence.host.key-right': '{setting} est-il correct ?',
  'sentence.host.wants-key': 'S’il demande une clé, réglez {setting}.',
  'sentence.host.unknown-path': '{host} ne connaît pas le modèle ou le chemin ({said}) : vérifiez {url} et {model}.',
  'sentence.host.other-models': 'Il n’a pas le modèle « {model} », mais {names} : réglez {setting}.',
  'sentence.host.busy': '{host} est occupé ({said}).',
  'sentence.host.failed': '{host} a échoué ({said}).',
  'sentence.host.try-again': 'Il demande de réessayer dans {seconds} s.',
  'sentence.host.no-answer': '{host} ne donne pas de réponse ({said}).',
  'sentence.host.elsewhere': '{host} nous renvoie à une autre adresse ({said}) : mettez-la dans {url}.',
  'sentence.host.refused': '{host} refuse la requête ({said}).',
  'sentence.host.no-json': '{host} répond avec autre chose que du JSON.',
  'sentence.host.web-page': '{host} répond par une page web : vérifiez {setting}.',
  'sentence.host.fell-silent': '{host} s’est tu pendant {seconds} s au milieu d’une réponse.',
  'sentence.host.did-not-begin': '{host} n’a pas commencé à répondre en {seconds} s.',
  'sentence.host.late': '{host} n’a pas répondu en {seconds} s.',
  'sentence.guard.no-probabilities':
    'Le garde-fou {model} ne donne pas les probabilités des jetons : mettez-en un autre dans {setting}.',
  'sentence.guard.unreadable': 'Le garde-fou {model} ne donne pas de verdict lisible.',
  'sentence.guard.calls-unsafe-safe': 'Le garde-fou {model} juge sûr un texte manifestement dangereux.',
  'sentence.guard.calls-safe-unsafe': 'Le garde-fou {model} juge dangereux un texte manifestement sûr.',
  'sentence.vision.failed': 'Le test d’image a échoué : {said}',
  'sentence.vision.few-tokens': 'Le test d’image a échoué : une image n’ajoute que {tokens} jetons à la requête.',
  'sentence.vision.ignored': 'Le serveur accepte des images et ne les regarde pas.',
  'sentence.embedder.cannot-load': '{model} ne peut pas être chargé. Lancez npm ci, puis redémarrez.',
  'sentence.embedder.no-vectors':
    '{model} ne fait pas de vecteurs de textes. Prenez-en un autre, ou écrivez son --pooling comme serverArguments dans un card.json.',
  'sentence.embedder.odd-answer': '{host} répond avec autre chose qu’une liste de vecteurs.',
  'sentence.embedder.odd-vectors': '{host} répond avec {what}.',
  'sentence.database.mighty-role':
    'le rôle « {role} » de DATABASE_URL est superutilisateur ou contourne la sécurité par ligne, qui ne protège alors pas les souvenirs',
  'sentence.proxy.silent':
    'Le proxy à {address} ne dit pas pour qui il parle, donc aucune limite ne s’applique par réseau : faites-lui envoyer X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;).',
  'sentence.proxy.unnamed-here':
    'Un proxy sur cet ordinateur n’est pas indiqué dans {setting}, donc aucune limite ne s’applique par réseau.',
  'sentence.disk.unknown': 'Espace libre inconnu.',
  'sentence.disk.unseen': 'Inconnu pour {folders}.',
  'sentence.disk.full':
    'Rien de nouveau n’est accepté tant qu’il n’y en a pas plus (limits.diskFreeBytesMin) : libérez de la place.',
  'sentence.delivery.refused':
    'La plateforme refuse le jeton de {channels} : donnez-en un valable ; les réponses l’attendent.',
  'sentence.settings.unused':
    'Inutilisés, car ils ne peuvent plus l’être : {settings} ; voyez Paramètres dans la console.',
  'sentence.switch.failed': '{model} n’est pas en service.',
  'sentence.switch.serves': '{model} répond.',
  'sentence.proxy.unnamed':
    'Les visites passent par {address}, que {setting} n’indique pas, et partagent les limites d’un seul réseau.',
  'sentence.proxy.name-it': 'Si c’est votre proxy, réglez {setting} sur {value} dans chasqui.yaml.',
  'sentence.proxy.name-it-and-send':
    'Si c’est votre proxy, réglez {setting} sur {value} dans chasqui.yaml, et faites-lui envoyer X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;).',
}
