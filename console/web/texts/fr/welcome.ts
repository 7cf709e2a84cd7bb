import type { welcome as source } from '../en/welcome.ts'

export const welcome: Readonly<Record<keyof typeof source, string>> = {
  'welcome.title': 'Bienvenue, {name}',
  'welcome.about':
    'Trois courtes étapes jusqu’à votre première réponse. Passez ce que vous voulez : vous pourrez continuer plus tard.',
  'welcome.later': 'Continuer plus tard',
  'welcome.done': 'fait',
  'welcome.back': 'Retour',
  'welcome.skip': 'Passer',
  'welcome.next': 'Continuer',
  'welcome.model': 'Quel modèle répond ?',
  'welcome.model.tiny':
    '{model} est déjà en service, pour que vous puissiez tout essayer tout de suite. Attention, il est très petit : il connaît peu de mots, répond peu, et son garde-fou laisse passer beaucoup de choses.',
  'welcome.model.now': '{model} est en service.',
  'welcome.model.host': '{model} sur {host} est en service.',
  'welcome.model.better': 'Tourne bien sur cette machine',
  'welcome.model.none':
    'Rien de plus grand dans le catalogue ne tourne bien sur cette machine. Vous pouvez le garder ou utiliser un serveur.',
  'welcome.model.all': 'Voir tous les modèles',
  'welcome.channel': 'Où les gens écrivent-ils ?',
  'welcome.channel.page':
    'Une page sur cet ordinateur fonctionne déjà. Ajoutez ici une messagerie, maintenant ou plus tard.',
  'welcome.channel.none': 'Ajoutez la messagerie dans laquelle les gens écriront.',
  'welcome.channel.telegram': 'Un jeton de @BotFather. Le plus rapide : deux minutes.',
  'welcome.channel.discord': 'Un jeton du portail des développeurs, et une option à y activer.',
  'welcome.channel.whatsapp': 'Associe un de vos numéros par QR code. Lisez d’abord l’avertissement.',
  'welcome.channel.whatsapp-cloud': 'L’API professionnelle de Meta : une application, un numéro et une adresse https.',
  'welcome.channel.messenger': 'Une page Facebook, une application Meta et une adresse https.',
  'welcome.channel.instagram': 'Un compte professionnel, une application Meta et une adresse https.',
  'welcome.channel.others': 'Autres messageries',
  'welcome.channel.on': 'Activé',
  'welcome.message': 'Écrivez votre premier message',
  'welcome.message.where':
    'Ouvrez la discussion et écrivez ce que vous voulez, par exemple « bonjour ». Cette page le remarque d’elle-même.',
  'welcome.message.nowhere': 'Aucun canal n’est activé. Revenez d’une étape et ajoutez-en un.',
  'welcome.open.web': 'Ouvrir la page de discussion',
  'welcome.open.other': 'Écrivez à votre bot dans {channel}',
  'welcome.wait.none': 'En attente de votre premier message…',
  'welcome.wait.arrived': 'Votre message est arrivé. La réponse est en route…',
  'welcome.wait.blocked': 'Votre message est arrivé, et le garde-fou l’a bloqué. Essayez-en un autre.',
  'welcome.wait.failed':
    'Votre message est arrivé, mais n’a pas pu recevoir de réponse. La vue d’ensemble dit pourquoi.',
  'welcome.wait.answered': 'Cela marche : vous avez écrit et reçu une réponse',
  'welcome.at': 'Arrivé à {time} ({channel})',
  'welcome.firstWords': 'Premiers mots après {time}',
  'welcome.took': 'Réponse complète après {time}',
  'welcome.finish': 'Aller à la vue d’ensemble',
}
