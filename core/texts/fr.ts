import { memory } from './memory/fr.ts'
import type { Texts } from './text-table.ts'

export const fr: Texts = {
  language: 'fr',
  start:
    'Bonjour ! Je suis Chasqui. Écris-moi ce que tu veux, ou envoie-moi une photo et pose-moi une question dessus.\n' +
    'Ce que je sais faire : /help. Recommencer : /reset.',
  help:
    'Écris un message et je réponds. Envoie jusqu’à cinq photos avec une question, puis continue à ' +
    'm’interroger dessus. ' +
    'Si tu réponds à un message, je vois lequel.\n' +
    '/reset commence une nouvelle conversation : je ne regarde plus ce qui a été dit avant.\n' +
    '/status dit quel modèle répond et comment les réponses sont vérifiées.\n' +
    '« stop » ou /stop met fin à une réponse que je suis en train d’écrire.\n' +
    'Je peux me tromper. Vérifie ce qui est important.',
  resetDone: 'Voilà, une nouvelle conversation. De quoi veux-tu parler ?',
  unknownCommand: 'Je ne connais pas cette commande. /help montre ce que je sais faire.',
  files: {
    ready: 'Voici tout ce que je garde sur toi.',
    fetch: 'Récupère-le dans les 24 heures. Il est supprimé après ce délai, ou dès que tu l’as.',
    onlyPrivately: 'Je ne donne cela que dans une discussion privée. Écris-moi /export là-bas.',
    refused: {
      busy: 'Un tel fichier est déjà en préparation. Réessaie dans une minute.',
      'no-room': 'Il n’y a pas de place pour un tel fichier en ce moment. Réessaie plus tard.',
      'no-files':
        'Je ne peux pas envoyer un tel fichier dans cette application. Demande tes données à qui gère ce bot.',
    },
    lost: 'Je n’ai pas pu envoyer ce fichier. Redemande-le avec /export.',
  },
  statusModel: (model) => `Modèle : ${model}`,
  statusEngine: {
    ready: 'Moteur : prêt',
    starting: 'Moteur : il démarre, un instant s’il te plaît',
    failed: 'Moteur : arrêté ; la personne qui gère ce bot peut voir pourquoi',
  },
  statusPictures: { seen: 'Images : je peux les voir', unseen: 'Images : je ne les vois pas avec ce modèle' },
  statusGuard: {
    full: 'Contrôle de sécurité : chaque message et chaque réponse sont vérifiés par un modèle gardien',
    demonstration:
      'Contrôle de sécurité : seul un gardien de démonstration est actif. Il laisse passer beaucoup de ' +
      'choses ; ne t’y fie pas.',
    off: 'Contrôle de sécurité : désactivé par la personne qui gère ce bot ; seules des règles simples s’appliquent',
    none: 'Contrôle de sécurité : il n’y a pas de modèle gardien ; seules des règles simples s’appliquent',
  },
  statusPicturesJudged: { yes: 'Les images sont vérifiées aussi', no: 'Les images elles-mêmes ne sont pas vérifiées' },
  blockedQuestion: 'Je ne peux pas t’aider pour cela. Puis-je faire autre chose pour toi ?',
  blockedAnswer: 'Je préfère garder pour moi la réponse que j’allais donner. Essaie de demander autrement.',
  stoppedAnswer: '(Je m’arrête ici : la suite de cette réponse n’a pas passé le contrôle de sécurité.)',
  cutAnswer: {
    length: '(Je m’arrête ici : cette réponse devenait trop longue. Demande-moi de continuer si tu veux.)',
    repeated: '(Je m’arrête ici : je ne faisais plus que me répéter.)',
  },
  apology: 'Désolé, quelque chose s’est mal passé de mon côté et je n’ai pas pu répondre. Réessaie dans un instant.',
  stillWorking: 'C’est un peu plus long que d’habitude. J’y travaille encore …',
  limited: 'Ça fait beaucoup d’un coup ! Laisse-moi une petite pause, puis écris-moi de nouveau.',
  tooLong: (charactersMax) => `C’est trop long pour moi. Envoie au plus ${charactersMax} caractères environ.`,
  nothingToAnswer:
    'Il n’y avait rien que je puisse lire dans ton message. Écris-moi quelques mots ou envoie une photo.',
  notAllowed: 'Désolé, je n’ai pas le droit de parler avec toi ici. Demande l’accès à la personne qui gère ce bot.',
  access: {
    code: (code, goodFor) =>
      `Bonjour ! Je n’ai pas encore le droit de parler avec toi. Montre ce code à la personne qui gère ce bot, pour qu’elle te donne accès :\n\n${code}\n\nIl est valable encore ${goodFor}.`,
    tooManyWait:
      'Bonjour ! Je n’ai pas encore le droit de parler avec toi, et trop de personnes attendent déjà. Écris-moi de nouveau dans une heure.',
    approved: 'Tu as maintenant accès. Écris-moi ce que tu veux, ou envoie-moi une photo et pose une question.',
  },
  unsupported: {
    audio: 'Je ne peux pas encore écouter les messages vocaux ni le son. Peux-tu me l’écrire ?',
    video: 'Je ne peux pas encore regarder de vidéos. Une photo ou une capture d’écran, oui.',
    file: 'Je ne peux pas encore ouvrir de fichiers. Colle le texte ici ou envoie-en une photo.',
    sticker: 'Joli autocollant ! Mais je ne sais pas les lire. Tu me le dis avec des mots ?',
    location: 'Je ne sais pas encore utiliser les positions. Dis-moi le lieu avec des mots.',
    contact: 'Je ne sais pas encore utiliser les contacts. Écris-moi ce que tu veux savoir.',
    other: 'Je ne peux pas encore lire ce genre de message. Écris-moi quelques mots ou envoie une photo.',
  },
  pictureBroken: 'Je n’ai pas pu ouvrir cette image, elle semble abîmée. Peux-tu la renvoyer ?',
  pictureTooLarge: 'Cette image est trop grande pour moi. Envoies-en une plus petite, s’il te plaît.',
  notAPicture: 'Ce fichier n’est pas une image que je connais. JPEG, PNG, WebP, GIF et AVIF conviennent.',
  pictureSvg: 'Je ne peux pas regarder les dessins SVG. Envoie-le en PNG ou en JPEG.',
  pictureHeic:
    'Je ne peux pas ouvrir les photos HEIC ici. Envoie-la en JPEG (« le plus compatible » sur beaucoup de téléphones).',
  pictureGone: 'Je n’ai plus accès à cette image. Renvoie-la, s’il te plaît.',
  tooManyPictures: (seen) =>
    seen === 1
      ? 'C’est plus d’images que je ne peux en prendre. J’ai regardé la première.'
      : `C’est plus d’images que je ne peux en prendre. J’ai regardé les ${seen} premières.`,
  picturesUnseen: 'Je ne vois pas les images avec le modèle que j’utilise. Je ne peux répondre qu’à tes mots.',
  visionFault:
    'Je ne vois pas les images pour le moment : mes yeux n’ont pas réussi leur test. Je ne peux répondre ' +
    'qu’à tes mots.',
  stop: 'Arrêter',
  stopped: '(Arrêté.)',
  nothingToStop: 'Il n’y a rien à arrêter.',
  takeOver: {
    begins: 'À partir de maintenant, une personne de l’équipe te répond ici.',
    ends: 'L’assistant répond de nouveau ici.',
    by: '— Une personne de l’équipe :',
  },
  maybeRepeated: '(Tu as peut-être déjà reçu cette réponse.)',
  memory,
}
