/** What else the service says with a code, in this language. */
export const sentences: Readonly<Record<string, string>> = {
  'sentence.conversation.gone': 'Cette conversation n’existe pas. La personne a peut-être été supprimée.',
  'sentence.picture.gone': 'Cette image n’est plus conservée.',
  'sentence.group.gone': 'Ce groupe n’est plus connu. Rechargez la page.',
  'sentence.group.changed':
    'Quelqu’un d’autre a choisi entre-temps un autre mode pour ce groupe. C’est lui qui s’affiche.',
  'sentence.group.private': 'C’est une discussion privée : tout ce qui y est écrit est pour le bot.',
  'sentence.group.too-many': 'Trop de groupes ont un mode à eux. Laissez-en quelques-uns suivre le mode par défaut.',
  'sentence.group.default-changed':
    'Quelqu’un d’autre a modifié entre-temps le mode par défaut. Il s’affiche maintenant ; choisissez de nouveau si vous le voulez encore.',
  'sentence.channel.changed':
    'Quelqu’un d’autre a modifié ce canal entre-temps. Il s’affiche tel qu’il est ; enregistrez de nouveau si vous le voulez encore.',
  'sentence.channel.off': 'Ce canal est désactivé. Activez-le d’abord.',
  'sentence.list.part-gone': 'Cette partie de la liste n’existe plus. Rechargez la page.',
  'sentence.take-over.blocked': 'Le garde-fou a bloqué ce message. Rien n’a été envoyé : dites-le autrement.',
  'sentence.take-over.unjudged':
    'Aucun garde-fou n’a pu juger ce message, donc rien n’a été envoyé. Réessayez dans un instant : npm run doctor dit ce qui ne va pas.',
  'sentence.take-over.busy': 'La dernière réponse est en train de se terminer. Réessayez dans un instant.',
  'sentence.take-over.too-many': 'Cela faisait beaucoup de messages à la fois. Réessayez dans un instant.',
  'sentence.take-over.window-closed':
    'La plateforme n’accepte des messages que quelque temps après que quelqu’un a écrit, et ce temps est passé. Attendez qu’on vous écrive de nouveau.',
  'sentence.take-over.not-allowed':
    'Cette personne est bloquée ou n’a pas été admise. Changez-le d’abord sous Personnes.',
  'sentence.take-over.over': 'L’assistant répond de nouveau ici.',
  'sentence.persona.changed':
    'Quelqu’un d’autre a modifié la personnalité entre-temps. Elle s’affiche maintenant ; ce que vous avez saisi est toujours là.',
  'sentence.receipt.gone': 'Ce reçu n’existe pas.',
  'sentence.receipt.unknown':
    'Ce dont cette suppression a besoin n’est plus connu. Ouvrez la personne et supprimez-la de nouveau.',
  'sentence.receipt.not-failed': 'Cette suppression n’a pas été abandonnée : elle est en cours ou terminée.',
  'sentence.turn.gone': 'Ce tour n’existe pas, ou sa durée de conservation est passée.',
  'sentence.guard.no-pictures': 'Le garde-fou en service ne lit pas les images : essayez un texte.',
  'sentence.device.signed-out': 'Cet appareil est déjà déconnecté.',
  'sentence.token.gone': 'Ce jeton d’API a été révoqué entre-temps.',
  'sentence.second-factor.too-late': 'Cela a pris plus de dix minutes. Recommencez, avec un nouveau code à scanner.',
  'sentence.second-factor.on': 'Un second facteur est déjà activé. Rechargez la page.',
  'sentence.owner.last': 'C’est le seul propriétaire. Donnez d’abord ce rôle à quelqu’un d’autre.',
  'sentence.person.gone': 'Cette personne n’existe plus.',
  'sentence.limits.changed':
    'Ces limites ont été modifiées entre-temps, et rien n’a été écrasé. Regardez ce qu’elles sont maintenant.',
  'sentence.switch.not-cancelled':
    'Aucun changement n’est en cours, ou il ne peut plus être annulé : il va jusqu’à son terme.',
  'sentence.second-factor.off': 'Activez d’abord le second facteur.',
  'sentence.person.unknown':
    'Cette personne n’existe pas. Elle a peut-être été supprimée : voyez Mémoire et confidentialité.',
  'sentence.export.gone': 'Cet export n’existe plus. Créez-en un autre.',
  'sentence.access-code.unknown':
    'Ce code n’existe pas, ou il a plus d’une heure. Demandez à la personne d’écrire de nouveau : la réponse en contient un nouveau.',
  'sentence.memory.empty': 'Un souvenir a besoin de mots. Pour le retirer, oubliez-le.',
  'sentence.memory.gone': 'Ce souvenir n’est plus là : il a été oublié ou remplacé entre-temps.',
  'sentence.memory.changed':
    'Ce souvenir a été modifié entre-temps, et rien n’a été écrasé. Regardez ce qu’il dit maintenant.',
  'sentence.settings.changed':
    'Quelqu’un d’autre l’a modifié entre-temps. Regardez ce qu’il en est maintenant, puis enregistrez de nouveau.',
  'sentence.people.too-many': 'Plus de {max} personnes ont un nom comme celui-ci. Saisissez-en davantage.',
  'sentence.take-over.by-other': 'C’est maintenant {name} qui répond ici.',
  'sentence.take-over.somebody': 'Quelqu’un d’autre répond ici maintenant.',
  'sentence.persona.blocked':
    'Le garde-fou bloque ce nom ou ce ton ({hazards}). Rien n’a été modifié : écrivez-le autrement.',
  'sentence.persona.too-long': 'Le nom et le ton font {tokens} jetons ; {max} sont gardés. Raccourcissez le ton.',
  'sentence.guard.failed':
    'Le garde-fou n’a pas pu juger cela ({code}). Tant qu’il ne le peut pas, personne ne reçoit de réponse : npm run doctor dit ce qui ne va pas.',
  'sentence.guard.too-slow':
    'Le garde-fou a mis trop de temps à juger cela. Tant que c’est le cas, personne ne reçoit de réponse : npm run doctor dit ce qui ne va pas.',
  'sentence.invitations.too-many': 'Il y a {max} invitations en attente. Révoquez-en d’abord une.',
  'sentence.tokens.too-many': 'Il y a {max} jetons d’API. Révoquez-en d’abord un.',
  'sentence.role.made-viewer':
    'Quelqu’un a donné entre-temps à {name} le rôle de lecteur. Rechargez la page et décidez de nouveau.',
  'sentence.role.made-moderator':
    'Quelqu’un a donné entre-temps à {name} le rôle de modérateur. Rechargez la page et décidez de nouveau.',
  'sentence.role.made-operator':
    'Quelqu’un a donné entre-temps à {name} le rôle d’opérateur. Rechargez la page et décidez de nouveau.',
  'sentence.role.made-owner':
    'Quelqu’un a donné entre-temps à {name} le rôle de propriétaire. Rechargez la page et décidez de nouveau.',
  'sentence.person.is-blocked': 'L’accès de {name} est bloqué. Débloquez-le d’abord.',
  'sentence.install.none': '{model} n’est pas en cours d’installation.',
  'sentence.label.taken-back':
    'Quelqu’un d’autre a retiré l’étiquette entre-temps. Décidez de nouveau si vous n’êtes pas d’accord.',
  'sentence.label.changed':
    'Quelqu’un d’autre l’a étiqueté entre-temps. C’est affiché maintenant ; décidez de nouveau si vous n’êtes pas d’accord.',
  'sentence.switch.other-changed': 'Quelqu’un d’autre a changé le modèle entre-temps.',
  'sentence.switch.refused': 'Cela a été refusé.',
  'sentence.switch.too-large': '{title} est plus grand que la mémoire de cette machine.',
  'sentence.switch.busy': 'Un autre changement de modèle est en cours. Attendez qu’il soit terminé.',
  'sentence.switch.cancelled': 'Cela a été annulé.',
  'sentence.switch.stopping': 'Le service s’arrête.',
  'sentence.switch.host':
    'Les réponses viennent d’un hôte (engine.url). Retirez-le pour utiliser un modèle de cette machine.',
  'sentence.switch.not-loaded': 'Il n’a pas été chargé en une heure.',
  'sentence.model.locked': '{setting} dit quel modèle répond : retirez-le, redémarrez, puis choisissez ici.',
  'sentence.model.used': 'Il est en service, ou un changement est en cours : choisissez d’abord un autre modèle.',
  'sentence.model.unknown': 'Ce modèle n’existe pas dans le catalogue.',
  'sentence.model.bundled': '{model} fait partie de Chasqui : il est toujours là.',
  'sentence.model.installed': '{model} est installé.',
  'sentence.install.no-room': 'Il manque {missing} sur le disque de {folder}. Libérez de la place, puis recommencez.',
  'sentence.install.busy': '{model} est en cours d’installation. Attendez la fin ou mettez-la en pause.',
  'sentence.install.odd-hub': 'Le hub répond autre chose que prévu.',
  'sentence.install.other-files':
    'Le hub a maintenant d’autres fichiers que ceux qui étaient affichés. Regardez-les et acceptez de nouveau la licence.',
  'sentence.whatsapp.linked-already': 'Un téléphone est déjà associé : dissociez-le d’abord.',
  'sentence.setting.locked': 'Fixé par {variable} dans l’environnement : changez-le là-bas',
  'sentence.setting.not-applied': 'Le service n’a pas pu fonctionner avec cela. Son journal dit pourquoi.',
  'sentence.setting.stopping': 'Le service est en train de s’arrêter. Réessayez quand il fonctionne.',
  'sentence.setting.busy': 'Une autre modification est encore en cours. Réessayez dans un instant.',
  'sentence.check.unreadable':
    'La réponse n’a pas pu être lue. L’adresse d’API indiquée est-elle vraiment celle de cette plateforme ?',
  'sentence.check.known': '{platform} le connaît sous le nom {name}.',
  'sentence.check.waiting.one': '{count} message l’attend.',
  'sentence.check.waiting.other': '{count} messages l’attendent.',
  'sentence.telegram.no-groups':
    'Il ne peut pas être ajouté à des groupes. S’il doit y être, autorisez-le auprès de @BotFather : /setjoingroups.',
  'sentence.telegram.reads-all': 'Dans les groupes, il lit tout.',
  'sentence.telegram.reads-mentions':
    'Dans les groupes, il ne voit que ce qui lui est destiné : commandes, mentions et réponses. @BotFather change cela : /setprivacy ; ajoutez-le ensuite de nouveau au groupe.',
  'sentence.telegram.other-webhook':
    'Telegram envoie pour l’instant ses messages à {host}. À l’enregistrement, ils viendront ici.',
  'sentence.telegram.other-address':
    'Telegram envoie pour l’instant ses messages à une autre adresse. À l’enregistrement, ils viendront ici.',
  'sentence.telegram.webhook-set': 'Son webhook est en place.',
  'sentence.telegram.webhook-failure': 'Le dernier échec de son webhook, selon Telegram : {said}',
  'sentence.discord.reads-nothing':
    'Il ne peut pas lire ce que les gens écrivent : Discord refuse la connexion. Ouvrez {portal}, choisissez l’application, puis Bot, et activez MESSAGE CONTENT INTENT.',
  'sentence.discord.reads': 'Il peut lire ce que les gens écrivent.',
  'sentence.discord.private': 'Vous seul pouvez l’ajouter à des serveurs : ce n’est pas un bot public.',
  'sentence.meta.number': 'Son numéro est le {number}.',
  'sentence.meta.quality-green': 'Meta juge sa qualité élevée.',
  'sentence.meta.quality-yellow': 'Meta juge sa qualité moyenne : des gens l’ont bloqué ou signalé.',
  'sentence.meta.quality-red': 'Meta juge sa qualité basse : il risque d’être bientôt limité.',
  'sentence.meta.quality-unknown': 'Meta n’a pas encore jugé sa qualité.',
  'sentence.meta.subscribed': 'Une application est abonnée à ses messages.',
  'sentence.meta.not-subscribed':
    'Aucune application n’est encore abonnée à ses messages : l’étape du webhook dit comment faire.',
  'sentence.meta.subscription-unknown':
    'Meta ne dit pas si une application est abonnée à ses messages : le premier message le montrera.',
  'sentence.meta.odd-secret':
    'Le secret de l’application a une forme inhabituelle : 32 caractères de 0 à 9 et de a à f sont habituels.',
  'sentence.meta.secret-fits': 'Le secret est bien celui de l’application de ce jeton.',
  'sentence.meta.webhook': 'Ses messages arrivent par webhook : {address}, champ messages.',
  'sentence.meta.webhook-nowhere':
    'Ses messages arrivent par webhook : {path} à l’adresse publique de ce service, champ messages.',
  'sentence.whatsapp.browser': 'Il y a un navigateur pour cela.',
  'sentence.whatsapp.link-later': 'Un téléphone s’associe une fois le canal activé.',
  'sentence.fit.any': 'Il fonctionne sur n’importe quelle machine.',
  'sentence.fit.on-card': 'Il lui faut {needed} d’une carte graphique, et {name} les a.',
  'sentence.fit.on-machine': 'Il lui faut {memory} de mémoire et {cores} cœurs, et cette machine les a.',
  'sentence.fit.needs': 'Il lui faut {memory} de mémoire et {cores} cœurs, ou une carte graphique avec {card}.',
  'sentence.fit.has-memory': 'Cette machine a {memory} de mémoire.',
  'sentence.fit.has-cores.one': 'Cette machine a {count} cœur.',
  'sentence.fit.has-cores.other': 'Cette machine a {count} cœurs.',
  'sentence.fit.has-both.one': 'Cette machine a {memory} de mémoire et {count} cœur.',
  'sentence.fit.has-both.other': 'Cette machine a {memory} de mémoire et {count} cœurs.',
  'sentence.fit.together': 'Ensemble, les deux modèles demandent {needed} de mémoire ; cette machine a {have}.',
  'sentence.fit.together-on-card':
    'Ensemble, les deux modèles demandent {needed} de mémoire graphique ; cette machine a {have}.',
  'sentence.fit.no-room-beside':
    'Il prend environ {needed} à côté du modèle en service, et seuls {free} de mémoire sont libres.',
  'sentence.switch.weaker-guard':
    'Son garde-fou est plus faible que celui qui travaille maintenant. Confirmez que c’est bien vous.',
  'sentence.picture.not-waiting': 'Cette image n’attend pas de réponse ici.',
  'sentence.picture.unusable':
    'Cette image ne peut pas être affichée : elle est abîmée, trop grande, ou n’existe plus.',
  'sentence.picture.away': 'La plateforme n’a pas donné cette image. Réessayez dans un instant.',
  'sentence.channel.locked-on':
    '{variable}, dans l’environnement, le garde activé : changez-le là, puis redémarrez le service.',
  'sentence.channel.locked-off':
    '{variable}, dans l’environnement, le garde désactivé : changez-le là, puis redémarrez le service.',
  'sentence.label.changed-by':
    '{name} l’a étiqueté entre-temps. C’est affiché maintenant ; décidez de nouveau si vous n’êtes pas d’accord.',
  'sentence.discord.cannot-read':
    'Il ne peut pas lire les messages des serveurs : activez MESSAGE CONTENT INTENT sur {portal} (l’application, Bot, Privileged Gateway Intents).',
  'sentence.discord.may-not-write': 'Il ne peut pas écrire dans {channels} : donnez-y à son rôle {rights}.',
  'sentence.channel.not-stored': 'Le stockage n’accepte aucun message.',
  'sentence.channel.wait-here': 'Ils attendent ici, et ce qui n’y tient pas est relu depuis {platform}.',
  'sentence.channel.wait-there': 'Ils attendent chez {platform} jusqu’à ce qu’il les accepte.',
  'sentence.channel.sent-again': '{platform} les renvoie jusqu’à ce qu’il les accepte.',
  'sentence.channel.connecting-failed': 'La connexion a échoué : {said}',
  'sentence.channel.taking-failed': 'La réception des messages a échoué : {said}',
  'sentence.telegram.webhook-taken': 'Un autre processus a défini son propre webhook pour ce jeton de bot.',
  'sentence.telegram.not-delivered':
    'Telegram ne peut pas remettre les messages à {address} ; ils attendent là-bas. Il dit : {said}. Vérifiez que CHASQUI_PUBLIC_URL mène à ce service et qu’un proxy placé devant transmet l’en-tête Host (docs/configuration.md, Behind a proxy).',
  'sentence.discord.resumed': 'La connexion est rétablie.',
  'sentence.discord.closes-again':
    'Discord ferme la connexion encore et encore ({number}). Prochain essai dans {seconds} s.',
  'sentence.meta.not-checked': 'La vérification du jeton a échoué.',
  'sentence.webhook.wrong-token': 'Avec un autre jeton de vérification, refusés : {number}.',
  'sentence.webhook.forged': 'Falsifiés, refusés : {number}.',
  'sentence.webhook.too-large': 'De plus de 4 Mo, refusés : {number}.',
  'sentence.webhook.too-slow': 'Trop lents, interrompus : {number}.',
  'sentence.webhook.replayed': 'Répétés : {number}.',
  'sentence.webhook.unreadable': 'Illisibles : {number}.',
  'sentence.webhook.unknown': 'De types inconnus : {number}.',
  'sentence.page.no-uploads':
    'Impossible de recevoir des images : rendez le dossier des envois accessible en écriture ({folder}).',
  'sentence.whatsapp.stopped': 'Il est arrêté.',
  'sentence.whatsapp.stopped-with-service': 'WhatsApp est arrêté avec son service : démarrez le service.',
  'sentence.whatsapp.starts': 'Le navigateur démarre.',
  'sentence.whatsapp.scan':
    'Scannez le QR code : sur le téléphone, dans WhatsApp, Appareils connectés, Connecter un appareil. Il change de temps en temps.',
  'sentence.whatsapp.type-code':
    'Saisissez le code d’association : sur le téléphone, dans WhatsApp, Appareils connectés, Associer avec un numéro de téléphone.',
  'sentence.whatsapp.reads-chats': 'Un téléphone est associé, ses discussions sont lues.',
  'sentence.whatsapp.silent': 'La page ne répond pas. Si cela continue, le navigateur est redémarré.',
  'sentence.whatsapp.away': 'La page n’atteint pas WhatsApp. Elle se reconnecte d’elle-même.',
  'sentence.whatsapp.reload': 'La page est associée et, après des minutes, n’est pas prête : elle est rechargée.',
  'sentence.whatsapp.reloads-itself': 'La page se recharge d’elle-même.',
  'sentence.whatsapp.unlinked': 'Le compte a été dissocié.',
  'sentence.whatsapp.logged-out': 'Le compte a été déconnecté sur le téléphone.',
  'sentence.whatsapp.session-lost':
    'Le compte a été déconnecté sur le téléphone pendant que ce service ne tournait pas, ou sa session s’est perdue.',
  'sentence.whatsapp.code-unused': 'Aucun téléphone n’a utilisé le code en {minutes} minutes.',
  'sentence.whatsapp.not-linked': 'Aucune association en {minutes} minutes.',
  'sentence.whatsapp.no-code':
    'WhatsApp n’a pas donné de code d’association : vérifiez le numéro, attendez quelques minutes, car il en donne peu, ou associez par QR code.',
  'sentence.whatsapp.restarts': 'Le navigateur est redémarré.',
  'sentence.whatsapp.restarts-in': 'Le navigateur est redémarré dans {seconds} s.',
  'sentence.whatsapp.elsewhere': 'WhatsApp Web a été ouvert avec cette session dans un autre navigateur : fermez-le.',
  'sentence.whatsapp.session-refused': 'WhatsApp refuse la session ({reason}) : regardez le téléphone.',
  'sentence.whatsapp.disconnected': 'La page a été déconnectée ({reason}).',
  'sentence.whatsapp.process-ended': 'Son processus s’est terminé.',
  'sentence.whatsapp.page-crashed': 'Sa page a planté.',
  'sentence.whatsapp.page-gone': 'Sa page a disparu.',
  'sentence.whatsapp.not-loaded': 'Sa page ne s’est pas chargée en {seconds} s.',
  'sentence.whatsapp.hung': 'Sa page est bloquée : aucune réponse en {seconds} s.',
  'sentence.whatsapp.unreached': 'Sa page n’a pas atteint WhatsApp pendant {seconds} s.',
  'sentence.whatsapp.not-ready': 'Associée, sa page n’était pas prête {seconds} s plus tard.',
  'sentence.whatsapp.not-reached': 'WhatsApp n’a pas été atteint : {said}',
  'sentence.whatsapp.not-opened': 'Sa page ne s’est pas ouverte : {said}',
  'sentence.whatsapp.too-large': 'Il occupait {size} de mémoire.',
  'sentence.whatsapp.daily': 'Cela se fait une fois par jour, à whatsapp.restartHour.',
  'sentence.whatsapp.no-sandbox':
    'Le navigateur n’a pas démarré ({said}) : mettez whatsapp.sandbox à off là où Chromium ne peut pas en avoir.',
  'sentence.whatsapp.no-library':
    'Le navigateur n’a pas démarré ({said}) : installez ce qu’il lui faut ; son paquet l’apporte.',
  'sentence.whatsapp.no-disk':
    'Le navigateur n’a pas démarré ({said}) : libérez de la place sur le disque du dossier de données.',
  'sentence.whatsapp.no-start': 'Le navigateur n’a pas démarré ({said}) : WHATSAPP_CHROMIUM en désigne un autre.',
  'sentence.whatsapp.no-room':
    'Le disque est presque plein (limits.diskFreeBytesMin) : libérez de la place. Le navigateur démarre ensuite.',
  'sentence.whatsapp.unexpected': 'Une erreur inattendue, voyez le journal. Un nouvel essai suit.',
  'sentence.whatsapp.other-browser':
    'Le processus {pid} est un navigateur qui utilise le profil WhatsApp {profile} et n’est pas de ce service : terminez-le. Un nouvel essai suit.',
  'sentence.whatsapp.process-stays': 'Le processus {pid} n’a pas pu être terminé : terminez-le. Un nouvel essai suit.',
  'sentence.whatsapp.profile-full': 'Le disque de {profile} est plein : libérez de la place. Un nouvel essai suit.',
  'sentence.whatsapp.profile-unusable':
    'Le profil WhatsApp {profile} est inutilisable ({code}) : ce doit être un dossier où cet utilisateur peut écrire ; déplacez ce qui est à sa place. Un nouvel essai suit.',
  'sentence.whatsapp.bad-root':
    'WHATSAPP_WEB_ROOT vaut {address} : il faut https et cet ordinateur, comme https://127.0.0.1:8445. Pour WhatsApp lui-même, ne le définissez pas.',
  'sentence.whatsapp.is-off': 'WhatsApp n’est pas activé.',
  'sentence.whatsapp.switch-on':
    'WhatsApp n’est pas activé : définissez WHATSAPP_ENABLED=true et redémarrez le service, ou utilisez la console.',
  'sentence.whatsapp.terminal-alone': 'npm run chat a démarré ce service avec le terminal seul : utilisez npm start.',
  'sentence.whatsapp.no-browser': 'La préparation n’a trouvé aucun navigateur : {said}',
  'sentence.whatsapp.browser-how':
    'La préparation en cherche un à chaque ouverture de WhatsApp, par exemple en le reconnectant ; WHATSAPP_CHROMIUM désigne le vôtre.',
  'sentence.whatsapp.cannot-run':
    'WHATSAPP_CHROMIUM (whatsapp.chromium) désigne {file}, qui ne peut pas être exécuté ({fault}) : corrigez-le.',
  'sentence.whatsapp.restarted.one': 'Son navigateur a été redémarré {count} fois, la dernière parce que :',
  'sentence.whatsapp.restarted.other': 'Son navigateur a été redémarré {count} fois, la dernière parce que :',
  'sentence.switch.said': '{said}',
  'sentence.card.wrong': '{said}',
  'sentence.settings.named': '{setting} :',
  'sentence.install.paused-before': 'Elle a été mise en pause avant de commencer.',
  'sentence.install.connection': 'La connexion au hub a échoué : {said}',
  'sentence.install.refused': 'Le hub ne fournit pas un fichier : {said}',
  'sentence.install.other-file': 'Le fichier reçu n’est pas celui attendu : {said}',
  'sentence.install.not-written': 'Le fichier n’a pas pu être écrit : {said}',
  'sentence.install.kept': 'Relancez-la : ce qui est arrivé est conservé.',
  'sentence.setting.unknown': 'ce réglage n’existe pas',
  'sentence.setting.elsewhere': 'il ne se règle pas dans la console, mais dans chasqui.yaml ou l’environnement',
  'sentence.setting.twice': 'il est cité deux fois',
  'sentence.value.addresses': 'adresses attendues, par exemple 127.0.0.1, 10.0.0.0/8',
  'sentence.value.address': 'adresse attendue, par exemple http://host:8000/v1',
  'sentence.value.identity': 'un identifiant ressemble à telegram:123456:987',
  'sentence.value.bot-token': 'un jeton de bot ressemble à 123456:ABC…, fourni par @BotFather',
  'sentence.value.webhook-secret': '16 à 256 lettres, chiffres, _ ou -',
  'sentence.value.version': 'une version ressemble à v25.0',
  'sentence.value.phone-id':
    'identifiant du numéro de téléphone attendu : des chiffres seulement, et non le numéro lui-même',
  'sentence.value.port': 'un port est un nombre de 0 à 65535',
  'sentence.value.name': 'nom attendu ; s’il n’y en a pas, retirez le réglage',
  'sentence.value.model-name': 'nom d’un modèle du catalogue attendu ; un dossier se règle dans chasqui.yaml',
  'sentence.value.between': 'valeur attendue de {min} à {max}',
  'sentence.value.between-or': 'valeur attendue de {min} à {max}, ou {word}',
  'sentence.value.length': 'au moins {min} caractères attendus',
  'sentence.value.no-blanks': 'sans espaces',
  'sentence.value.latin': 'lettres latines, chiffres et signes attendus, sans espaces',
  'sentence.value.unwritable':
    'texte attendu sans caractères de contrôle, comme des sauts de ligne et des marques de direction',
  'sentence.value.unreadable': 'il a été chiffré avec la clé d’un autre dossier de données ; saisissez-le à nouveau',
  'sentence.value.one-of': 'valeur attendue : {values}',
  'sentence.value.boolean': 'true ou false attendu',
  'sentence.value.number': 'nombre attendu',
  'sentence.value.int': 'nombre entier attendu',
  'sentence.value.text': 'texte attendu',
  'sentence.value.list': 'liste attendue',
  'sentence.rule.needs-model':
    '{url} est réglé : indiquez aussi dans {model} le nom d’un modèle que ce serveur propose.',
  'sentence.rule.needs-guard':
    '{url} est réglé : indiquez aussi dans {model} le nom d’un modèle garde-fou que ce serveur propose.',
  'sentence.rule.needs-embedder':
    '{url} est réglé : indiquez aussi dans {model} le nom d’un modèle de plongements que ce serveur propose.',
  'sentence.rule.needs-public-url':
    '{secret} est réglé : indiquez aussi dans {url} l’adresse https par laquelle Telegram atteint ce service.',
  'sentence.rule.needless-names':
    'access.allow dit qui peut écrire, mais {setting} est ouvert à tous. Réglez {setting} sur allow-list, ou retirez les noms de access.allow.',
  'sentence.rule.needs-embed-model':
    '{setting} demande {name} : le nom d’un modèle de plongements listé par npm run models, ou un dossier qui en contient un.',
  'sentence.rule.needs-embed-host': '{setting} demande {url} : l’adresse d’un serveur qui répond à /v1/embeddings.',
  'sentence.rule.unused': '{setting} est réglé : réglez aussi {needed}, ou retirez-le.',
  'sentence.trials.too-many':
    'Il peut y en avoir {atOnce} à la fois, et {perMinute} par minute pour un compte. Réessayez dans {seconds} s.',
  'sentence.playground.no-answer':
    'Pas de réponse à temps. npm run doctor dit si le moteur et le garde-fou fonctionnent.',
  'sentence.export.failed': 'L’export a échoué. Le journal en dit plus ; réessayez.',
  'sentence.export.busy': 'Un export est en cours ; réessayez quand il sera terminé.',
  'sentence.export.no-room': 'Le disque est presque plein.',
  'sentence.export.no-files': 'Aucun fichier ne peut être envoyé dans cette discussion.',
  'sentence.picture.broken': 'L’image ne peut pas être décodée.',
  'sentence.picture.half': 'Une grande partie de l’image manque.',
  'sentence.picture.heic': 'Cette version du décodeur n’ouvre pas HEIC.',
  'sentence.picture.kind': 'Les images du type {kind} ne sont pas ouvertes.',
  'sentence.picture.none': 'Ces données ne sont pas une image.',
  'sentence.picture.too-large': 'L’image a {width} × {height} pixels, plus que ce qui est accepté.',
  'sentence.hub.no-files': '{repository} n’a pas les fichiers que le catalogue attend pour {model}.',
  'sentence.hub.no-projector': '{repository} n’a pas le projecteur d’images dont {model} a besoin.',
  'sentence.hub.licence':
    '{host} ne fournit pas {repository} ({status}). Acceptez sa licence sur {page} et mettez dans HF_TOKEN un jeton de votre compte.',
  'sentence.hub.status': '{host} répond {status} pour {repository}.',
  'sentence.hub.unreachable':
    'Le hub de modèles {host} est injoignable. Vérifiez le réseau, ou indiquez un miroir dans CHASQUI_HUB_URL.',
  'sentence.hub.other-file':
    'Le fichier {file} du dépôt n’est pas celui que le catalogue connaît. Rien n’a été téléchargé.',
  'sentence.model.no-space': '{model} a besoin de {missing} d’espace libre en plus dans {folder}.',
  'sentence.model.not-found': 'Il n’y a ni modèle ni dossier « {name} ».',
  'sentence.model.meant': 'Vouliez-vous dire {name} ?',
  'sentence.model.known': 'Modèles connus : {names}.',
  'sentence.model.embeds':
    'Il fait des vecteurs de textes pour la mémoire et ne répond à personne : mettez-le dans CHASQUI_EMBED_MODEL.',
  'sentence.model.answers': 'Il répond aux gens et ne fait pas de vecteurs.',
  'sentence.model.not-installed':
    'Le modèle {model} n’est pas installé. Installez-le avec : npm run models -- install {model}',
  'sentence.card.not-json': 'La fiche de modèle {path} n’est pas du JSON.',
  'sentence.card.empty-folder': 'Le dossier {folder} ne contient ni card.json ni fichier .gguf.',
  'sentence.card.several': 'Le dossier {folder} contient plusieurs modèles : gardez-en un, ou écrivez un card.json.',
  'sentence.file.missing': 'Le fichier de modèle {path} est absent.',
  'sentence.file.size': 'Le fichier de modèle {path} a {found} octets au lieu de {right}.',
  'sentence.file.damaged': 'Le fichier de modèle {path} est endommagé (son sha256 n’est pas celui publié).',
  'sentence.file.no-gguf': 'Le fichier de modèle {path} n’est pas un fichier GGUF.',
  'sentence.file.version':
    'Le fichier de modèle {path} est un GGUF de version {version} ; les versions 2 et 3 peuvent être lues.',
  'sentence.file.install-again': 'Réinstallez le modèle avec npm run models.',
  'sentence.channel.closing': 'Le canal est en train de se fermer. Un nouvel essai est possible.',
  'sentence.file.to-send-gone': 'Le fichier à envoyer n’existe plus.',
  'sentence.file.too-large-to-send': '{platform} accepte des fichiers de {megabytes} Mo au plus.',
  'sentence.file.too-large': 'Le fichier dépasse les {megabytes} Mo acceptés.',
  'sentence.file.gone': '{platform} n’a plus ce fichier.',
  'sentence.file.elsewhere': 'Le fichier n’est pas sur un serveur de {platform} : il n’est pas ouvert.',
  'sentence.file.odd-address': 'Le fichier est à une adresse {protocol} : seuls http et https sont ouverts.',
  'sentence.file.private-address': 'L’adresse du fichier mène à un réseau privé : il n’est pas ouvert.',
  'sentence.file.broke-off': 'Le téléchargement s’est interrompu ({reason}). Un nouvel essai est possible.',
  'sentence.file.server-error': 'Le serveur de fichiers a répondu {status}. Un nouvel essai est possible.',
  'sentence.file.server-gone': 'Le serveur de fichiers a répondu {status} : le fichier n’y est plus.',
  'sentence.message.too-long':
    'Un message sur {platform} contient {most} au plus et celui-ci en a {length} : divisez-le.',
  'sentence.message.not-begun': 'Le message n’a pas été envoyé : son appel s’est terminé avant.',
  'sentence.message.too-many': 'Trop de messages attendent dans cette discussion.',
  'sentence.message.no-edits': 'Sur {platform}, les messages envoyés ne se modifient pas.',
  'sentence.telegram.local-server':
    'Le serveur de la Bot API indique un chemin sur son disque : lancez-le sans --local.',
  'sentence.discord.not-private': 'Discord ne peut plus montrer cette réponse à sa seule personne.',
  'sentence.discord.no-history': 'Le bot ne peut pas lire ce salon : donnez à son rôle la permission {right}.',
  'sentence.meta.no-files': '{platform} n’accepte pas de tels fichiers.',
  'sentence.meta.unknown-bot': '{platform} n’a pas encore dit qui est ce bot.',
  'sentence.message.no-id': '{platform} a accepté le message sans dire sous quel identifiant.',
  'sentence.whatsapp.not-connected': 'WhatsApp n’est pas connecté ; npm run doctor dit pourquoi.',
  'sentence.whatsapp.no-answer': 'La page de WhatsApp n’a pas répondu : {what}.',
  'sentence.whatsapp.page-failed': 'La page de WhatsApp a échoué ({reason}) ; le message a pu être envoyé ou non.',
  'sentence.whatsapp.not-served': 'Sur WhatsApp, on ne répond qu’aux personnes et aux groupes.',
  'sentence.whatsapp.owner-unknown': 'On ne sait pas si le propriétaire du téléphone écrit dans cette discussion.',
  'sentence.whatsapp.chat-gone': 'WhatsApp ne connaît pas cette discussion, ou le numéro n’est plus sur WhatsApp.',
  'sentence.whatsapp.not-said': 'WhatsApp n’a pas dit à temps s’il a accepté le message.',
  'sentence.whatsapp.message-refused': 'WhatsApp a refusé le message, ou n’a pas été atteint.',
  'sentence.whatsapp.still-trying': 'WhatsApp n’a pas encore accepté le message, et la page continue d’essayer.',
  'sentence.whatsapp.cannot-tell': 'La discussion ne dit pas si le message a été envoyé.',
  'sentence.whatsapp.file-not-begun': 'Le fichier n’a pas été envoyé : la discussion n’a pas pu être lue ({reason}).',
  'sentence.whatsapp.file-not-taken': 'WhatsApp n’a pas accepté le fichier ({reason}).',
}
