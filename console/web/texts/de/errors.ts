import type { errors as source } from '../en/errors.ts'

export const errors: Readonly<Record<keyof typeof source, string>> = {
  'error.bad-request': 'Der Dienst hat das nicht angenommen. Prüfen Sie Ihre Eingabe.',
  'error.signed-out': 'Sie sind nicht angemeldet. Melden Sie sich zuerst an.',
  'error.credentials-wrong': 'Das stimmt nicht. Prüfen Sie Ihre Eingabe.',
  'error.code-needed': 'Es wird auch ein Code aus Ihrer Authenticator-App gebraucht.',
  'error.link-unknown': 'Dieser Link gilt nicht mehr. Bitten Sie um einen neuen.',
  'error.role-missing': 'Ihre Rolle erlaubt das nicht. Fragen Sie einen Inhaber dieses Dienstes.',
  'error.step-up-needed':
    'Bitte bestätigen Sie, dass Sie es sind. Versuchen Sie es erneut und geben Sie Ihr Passwort ein.',
  'error.origin-refused': 'Der Dienst nimmt Änderungen nur von seinen eigenen Seiten an. Laden Sie die Seite neu.',
  'error.not-found': 'Das gibt es nicht mehr. Laden Sie die Seite neu.',
  'error.conflict':
    'Jemand anderes hat es inzwischen geändert. Laden Sie die Seite neu und sehen Sie nach, bevor Sie es erneut versuchen.',
  'error.blocked': 'Der Wächter hat das blockiert, darum wurde nichts geändert. Formulieren Sie es anders.',
  'error.too-large': 'Das ist zu groß. Versuchen Sie es mit etwas Kleinerem.',
  'error.too-many': 'Zu viele Versuche. Warten Sie einen Moment und versuchen Sie es erneut.',
  'error.unavailable': 'Der Dienst kann das gerade nicht. Versuchen Sie es gleich noch einmal.',
  'error.unreachable': 'Der Dienst antwortet nicht. Prüfen Sie, ob er läuft.',
  'error.internal': 'Etwas ist schiefgegangen. Im Log des Dienstes steht, was.',
}
