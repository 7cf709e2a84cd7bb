import type { doors as source } from '../en/doors.ts'

export const doors: Readonly<Record<keyof typeof source, string>> = {
  'signIn.title': 'Anmelden',
  'signIn.codeTitle': 'Noch ein Schritt',
  'signIn.codeWhere': 'Die sechs Ziffern, die Ihre Authenticator-App für Chasqui anzeigt.',
  'signIn.recoveryWhere':
    'Einer der Codes, die Sie beim Einrichten des zweiten Faktors gespeichert haben. Jeder gilt einmal.',
  'signIn.go': 'Anmelden',
  'signIn.byPasskey': 'Mit Passkey anmelden',
  'signIn.wrongPasskey': 'Dieser Passkey gilt hier nicht. Melden Sie sich mit Name und Passwort an.',
  'signIn.wrong': 'Name oder Passwort stimmt nicht. Prüfen Sie beides und versuchen Sie es erneut.',
  'signIn.wrongCode': 'Dieser Code stimmt nicht. Alle 30 Sekunden kommt ein neuer.',
  'signIn.useRecovery': 'Wiederherstellungscode verwenden',
  'signIn.useCode': 'Code aus der App verwenden',
  'signIn.back': 'Zurück zu Name und Passwort',
  'signIn.lost':
    'Passwort vergessen? Auf dem Computer, auf dem dieser Dienst läuft, gibt dieser Befehl einen Link für ein neues aus:',
  'signIn.yourName': 'NAME',
  'noOwner.title': 'Willkommen',
  'noOwner.link':
    'Diese Konsole hat noch keinen Inhaber. Der Dienst hat beim Start einen Link ausgegeben: Öffnen Sie ihn, und die Konsole gehört Ihnen.',
  'noOwner.another':
    'Der Link gilt eine Stunde. Auf dem Computer, auf dem der Dienst läuft, gibt dieser Befehl einen neuen aus:',
  'setup.title': 'Konsole in Besitz nehmen',
  'setup.why': 'Sie werden Inhaber: Sie dürfen hier alles und können Kollegen einladen.',
  'setup.go': 'Konto erstellen',
  'recover.title': 'Neues Passwort wählen',
  'recover.why': 'Für das Konto {name}. Alle seine Geräte wurden abgemeldet.',
  'recover.go': 'Speichern und anmelden',
  'recover.totpTurnedOff': 'Ihr zweiter Faktor ist jetzt aus. Richten Sie ihn auf der Seite „Ihr Konto“ wieder ein.',
  'recover.passkeysRemoved': 'Ihre Passkeys wurden entfernt. Fügen Sie sie auf der Seite „Ihr Konto“ wieder hinzu.',
  'join.title': 'Sie sind eingeladen',
  'join.why': 'Wählen Sie den Namen und das Passwort für Ihre Anmeldung. Ihre Rolle:',
  'join.go': 'Konto erstellen',
  'link.spentTitle': 'Dieser Link gilt nicht mehr',
  'link.spent': 'Er wurde schon verwendet oder ist abgelaufen. Jeder Link gilt einmal.',
  'link.command': 'Auf dem Computer, auf dem der Dienst läuft, gibt dieser Befehl einen neuen aus:',
  'link.askOwner': 'Bitten Sie einen Inhaber dieses Dienstes um eine neue Einladung.',
  'link.toSignIn': 'Zur Anmeldung',
  'link.until': 'Dieser Link gilt bis',
  'link.leave': 'Nicht jetzt',
}
