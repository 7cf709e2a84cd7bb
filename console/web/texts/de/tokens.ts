import type { tokens as source } from '../en/tokens.ts'

export const tokens: Readonly<Record<keyof typeof source, string>> = {
  'tokens.about':
    'Für Programme, die statt einer Person die API verwenden, etwa Prometheus oder ein Backup. Ein Token genügt nie für Konten, Tokens und alles, was eine erneute Bestätigung verlangt.',
  'tokens.make': 'Token erstellen',
  'tokens.makeTitle': 'API-Token erstellen',
  'tokens.name': 'Name des Programms',
  'tokens.nameHint': 'Er steht im Audit neben Ihrem Namen.',
  'tokens.role': 'Was darf es?',
  'tokens.never': 'Nie mehr als Ihr eigenes Konto, jetzt und später.',
  'tokens.days': 'Läuft ab nach',
  'tokens.dayCount.one': '{count} Tag',
  'tokens.dayCount.other': '{count} Tagen',
  'tokens.once':
    'Kopieren Sie dieses Token jetzt: Es wird nicht noch einmal angezeigt. Wer es hat, darf alles, was seine Rolle erlaubt.',
  'tokens.token': 'API-Token',
  'tokens.of': 'von',
  'tokens.expires': 'Läuft ab',
  'tokens.neverUsed': 'Nie verwendet',
  'tokens.revoke': 'Widerrufen',
  'tokens.revokeThis': '{name} widerrufen',
  'tokens.revokeTitle': 'Token {name} widerrufen?',
  'tokens.revokeBody': 'Das Programm, das es verwendet, wird sofort abgewiesen.',
  'tokens.revoked': 'Das Token {name} ist widerrufen.',
  'tokens.none': 'Keine Tokens',
  'tokens.noneYet': 'Ein Programm braucht eines, um hier Zahlen zu lesen oder zu tun, was eine Rolle erlaubt.',
  'tokens.useTitle': 'So verwendet es ein Programm',
  'tokens.use': 'Im Header Authorization jeder Anfrage. Die API ist unter /api/openapi.json beschrieben.',
  'tokens.may.operator':
    'Alles, was ein Moderator darf; ändert außerdem Einstellungen, Modelle und Persona, legt Limits von Personen fest, bearbeitet und vergisst Erinnerungen. Keine Kanäle und keine Geheimnisse.',
  'tokens.may.owner':
    'Alles, was das Token eines Operators darf; liest außerdem das Audit und die Löschbelege. Konten, Exporte und Löschungen brauchen einen Menschen.',
}
