import type { doors as source } from '../en/doors.ts'

export const doors: Readonly<Record<keyof typeof source, string>> = {
  'signIn.title': 'Se connecter',
  'signIn.codeTitle': 'Encore une étape',
  'signIn.codeWhere': 'Les six chiffres que votre application d’authentification affiche pour Chasqui.',
  'signIn.recoveryWhere':
    'L’un des codes conservés lors de la configuration du second facteur. Chacun sert une seule fois.',
  'signIn.go': 'Se connecter',
  'signIn.byPasskey': 'Utiliser une clé d’accès',
  'signIn.wrongPasskey': 'Cette clé d’accès n’ouvre rien ici. Connectez-vous avec votre nom et votre mot de passe.',
  'signIn.wrong': 'Le nom ou le mot de passe est incorrect. Vérifiez les deux et réessayez.',
  'signIn.wrongCode': 'Ce code est incorrect. Un nouveau apparaît toutes les 30 secondes.',
  'signIn.useRecovery': 'Utiliser un code de récupération',
  'signIn.useCode': 'Utiliser un code de l’application',
  'signIn.back': 'Retour au nom et au mot de passe',
  'signIn.lost':
    'Mot de passe perdu ? Sur l’ordinateur où tourne ce service, cette commande affiche un lien pour en choisir un autre :',
  'signIn.yourName': 'NOM',
  'noOwner.title': 'Bienvenue',
  'noOwner.link':
    'Cette console n’a pas encore de propriétaire. Le service a affiché un lien au démarrage : ouvrez-le, et la console est à vous.',
  'noOwner.another':
    'Le lien est valable une heure. Sur l’ordinateur où tourne le service, cette commande en affiche un autre :',
  'setup.title': 'Prenez possession de cette console',
  'setup.why': 'Vous en devenez propriétaire : vous pouvez tout y faire et inviter des collègues.',
  'setup.go': 'Créer le compte',
  'recover.title': 'Choisissez un nouveau mot de passe',
  'recover.why': 'Pour le compte {name}. Tous ses appareils ont été déconnectés.',
  'recover.go': 'Enregistrer et se connecter',
  'recover.totpTurnedOff':
    'Votre second facteur est désormais désactivé. Configurez-le de nouveau sur la page Votre compte.',
  'recover.passkeysRemoved': 'Vos clés d’accès ont été retirées. Ajoutez-les de nouveau sur la page Votre compte.',
  'join.title': 'Vous êtes invité',
  'join.why': 'Choisissez le nom et le mot de passe pour vous connecter. Votre rôle :',
  'join.go': 'Créer le compte',
  'link.spentTitle': 'Ce lien ne fonctionne plus',
  'link.spent': 'Il a déjà été utilisé ou il a expiré. Chaque lien fonctionne une seule fois.',
  'link.command': 'Sur l’ordinateur où tourne le service, cette commande en affiche un autre :',
  'link.askOwner': 'Demandez une autre invitation à un propriétaire de ce service.',
  'link.toSignIn': 'Aller à la connexion',
  'link.until': 'Ce lien expire',
  'link.leave': 'Pas maintenant',
}
