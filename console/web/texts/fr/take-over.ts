import type { takeOver as source } from '../en/take-over.ts'

export const takeOver: Readonly<Record<keyof typeof source, string>> = {
  'takeOver.title': 'Qui répond',
  'takeOver.about':
    'L’assistant répond ici. Prenez la main pour répondre vous-même : il se met en pause, et les gens en sont avertis.',
  'takeOver.take': 'Prendre la main',
  'takeOver.takeFrom': 'Reprendre la main',
  'takeOver.from': 'Reprendre la main à {name} ?',
  'takeOver.from.about': '{name} ne pourra plus écrire ici. Ce qui a été envoyé reste.',
  'takeOver.somebody': 'Quelqu’un',
  'takeOver.yours': 'Vous répondez ici',
  'takeOver.theirs': '{name} répond ici',
  'takeOver.since': 'Prise en main',
  'takeOver.unanswered': '{count} sans réponse',
  'takeOver.left.minutes.one': 'Retour à l’assistant après encore {count} minute de silence',
  'takeOver.left.minutes.other': 'Retour à l’assistant après encore {count} minutes de silence',
  'takeOver.left.seconds.one': 'Retour à l’assistant après encore {count} seconde de silence',
  'takeOver.left.seconds.other': 'Retour à l’assistant après encore {count} secondes de silence',
  'takeOver.handBack': 'Rendre la main',
  'takeOver.handedBack': 'L’assistant répond de nouveau ici, y compris à ce qui était resté sans réponse.',
  'takeOver.waiting': 'En attente de votre réponse',
  'takeOver.waiting.none': 'Rien n’attend de réponse.',
  'takeOver.waiting.more': 'Il y en a d’autres. Votre message répond à ceux que vous voyez.',
  'takeOver.message': 'Votre message',
  'takeOver.message.about':
    'Indiqué comme écrit par une personne, sans votre nom. Le garde-fou l’évalue avant l’envoi.',
  'takeOver.length': '{count} sur {most}',
  'takeOver.send': 'Envoyer',
  'takeOver.keys': 'Ctrl ⏎',
  'takeOver.sent': 'Il sera distribué comme toute réponse.',
  'takeOver.held': 'Ce n’est plus vous qui répondez ici. Votre saisie reste.',
  'takeOver.windowClosed':
    'La plateforme n’accepte pas de message maintenant : personne n’a écrit depuis trop longtemps. Attendez que quelqu’un écrive.',
  'takeOver.blocked': 'Le garde-fou l’a bloqué : {hazards}',
  'takeOver.blocked.what':
    'Rien n’a été envoyé. Dites-le autrement ; c’est évalué avec ce qui a été demandé. Ou rendez la main.',
}
