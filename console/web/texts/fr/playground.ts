import type { playground as source } from '../en/playground.ts'

export const playground: Readonly<Record<keyof typeof source, string>> = {
  'playground.about':
    'Posez la question qu’une personne poserait : mêmes garde-fous, même prompt et même modèle, mais sans mémoire ni historique. Rien n’en est conservé ; le fait que vous avez demandé est noté dans le journal d’audit.',
  'playground.ask': 'Question',
  'playground.model': 'Réponse de {model}.',
  'playground.text': 'Message',
  'playground.keys': 'Ctrl + Entrée pour envoyer.',
  'playground.pictures': 'Images',
  'playground.pictures.hint': 'Jusqu’à {count}, 10 Mo au total.',
  'playground.pictures.clear': 'Retirer les images',
  'playground.pictures.tooMany': 'Choisissez-en {count} au plus.',
  'playground.pictures.tooLarge': 'Elles dépassent 10 Mo. Choisissez-en moins ou de plus petites.',
  'playground.unseen': '{model} ne voit pas les images',
  'playground.send': 'Demander',
  'playground.stop': 'Arrêter',
  'playground.waits': 'En attente des premiers mots…',
  'playground.writes': 'Écriture…',
  'playground.stopped': 'Vous l’avez arrêtée.',
  'playground.brokenOff': 'La réponse s’est interrompue. Vérifiez que le service est en marche et redemandez.',
  'playground.outcome.answered': 'Répondu',
  'playground.outcome.blocked-in': 'La question a été bloquée',
  'playground.outcome.blocked-out': 'La réponse a été bloquée',
  'playground.outcome.noticed': 'Un avis à la place d’une réponse',
  'playground.outcome.apologised': 'Des excuses à la place d’une réponse',
  'playground.firstWords': 'premiers mots après {time}',
  'playground.reason': 'Motif : {reason}',
}
