import type { tokens as source } from '../en/tokens.ts'

export const tokens: Readonly<Record<keyof typeof source, string>> = {
  'tokens.about':
    'Pour les programmes qui utilisent l’API à la place d’une personne, comme Prometheus ou une sauvegarde. Un jeton ne suffit jamais pour les comptes, les jetons et ce qui demande une confirmation récente.',
  'tokens.make': 'Créer un jeton',
  'tokens.makeTitle': 'Créer un jeton d’API',
  'tokens.name': 'Nom du programme',
  'tokens.nameHint': 'Il figure dans le journal d’audit à côté de votre nom.',
  'tokens.role': 'Que peut-il faire ?',
  'tokens.never': 'Jamais plus que votre propre compte, maintenant ou plus tard.',
  'tokens.days': 'Expire après',
  'tokens.dayCount.one': '{count} jour',
  'tokens.dayCount.other': '{count} jours',
  'tokens.once':
    'Copiez ce jeton maintenant : il ne sera plus affiché. Quiconque le possède peut faire ce que son rôle permet.',
  'tokens.token': 'Jeton d’API',
  'tokens.of': 'compte',
  'tokens.expires': 'Expire',
  'tokens.neverUsed': 'Jamais utilisé',
  'tokens.revoke': 'Révoquer',
  'tokens.revokeThis': 'Révoquer {name}',
  'tokens.revokeTitle': 'Révoquer le jeton {name} ?',
  'tokens.revokeBody': 'Le programme qui l’utilise est refusé aussitôt.',
  'tokens.revoked': 'Le jeton {name} est révoqué.',
  'tokens.none': 'Aucun jeton',
  'tokens.noneYet': 'Un programme en a besoin pour lire des chiffres ici, ou pour faire ce qu’un rôle permet.',
  'tokens.useTitle': 'Comment un programme l’utilise',
  'tokens.use': 'Dans l’en-tête Authorization de chaque requête. L’API est décrite sous /api/openapi.json.',
  'tokens.may.operator':
    'Tout ce que peut un modérateur, et aussi : modifie les paramètres, les modèles et la personnalité, fixe les limites des personnes, modifie et oublie des souvenirs. Ni canaux ni secrets.',
  'tokens.may.owner':
    'Tout ce que peut le jeton d’un opérateur, et aussi : lit l’audit et les reçus de suppression. Les comptes, les exports et les suppressions demandent une personne.',
}
