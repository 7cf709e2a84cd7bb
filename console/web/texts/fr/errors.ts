import type { errors as source } from '../en/errors.ts'

export const errors: Readonly<Record<keyof typeof source, string>> = {
  'error.bad-request': 'Le service ne l’a pas accepté. Vérifiez votre saisie.',
  'error.signed-out': 'Vous n’êtes pas connecté. Connectez-vous d’abord.',
  'error.credentials-wrong': 'C’est incorrect. Vérifiez votre saisie.',
  'error.code-needed': 'Il faut aussi un code de votre application d’authentification.',
  'error.link-unknown': 'Ce lien ne fonctionne plus. Demandez-en un autre.',
  'error.role-missing': 'Votre rôle ne le permet pas. Adressez-vous à un propriétaire de ce service.',
  'error.step-up-needed': 'Confirmez qu’il s’agit bien de vous. Réessayez et saisissez votre mot de passe.',
  'error.origin-refused': 'Le service n’accepte que les modifications venant de ses propres pages. Rechargez la page.',
  'error.not-found': 'Cela n’existe plus. Rechargez la page.',
  'error.conflict': 'Quelqu’un d’autre l’a modifié entre-temps. Rechargez la page et regardez avant de réessayer.',
  'error.blocked': 'Le garde-fou l’a bloqué, rien n’a donc été modifié. Formulez-le autrement.',
  'error.too-large': 'C’est trop volumineux. Essayez plus petit.',
  'error.too-many': 'Trop de tentatives. Patientez un instant et réessayez.',
  'error.unavailable': 'Le service ne peut pas le faire pour le moment. Réessayez dans un instant.',
  'error.unreachable': 'Le service ne répond pas. Vérifiez qu’il est en marche.',
  'error.internal': 'Une erreur s’est produite. Le journal du service indique laquelle.',
}
