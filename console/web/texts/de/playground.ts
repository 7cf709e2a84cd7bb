import type { playground as source } from '../en/playground.ts'

export const playground: Readonly<Record<keyof typeof source, string>> = {
  'playground.about':
    'Fragen Sie, was eine Person fragen würde: dieselben Wächter, derselbe Prompt, dasselbe Modell, aber ohne Gedächtnis und Verlauf. Nichts davon wird gespeichert; dass Sie gefragt haben, steht im Audit.',
  'playground.ask': 'Frage',
  'playground.model': 'Beantwortet von {model}.',
  'playground.text': 'Nachricht',
  'playground.keys': 'Strg + Enter sendet sie.',
  'playground.pictures': 'Bilder',
  'playground.pictures.hint': 'Bis zu {count}, zusammen 10 MB.',
  'playground.pictures.clear': 'Bilder entfernen',
  'playground.pictures.tooMany': 'Wählen Sie höchstens {count}.',
  'playground.pictures.tooLarge': 'Zusammen sind sie größer als 10 MB. Wählen Sie weniger oder kleinere.',
  'playground.unseen': '{model} sieht keine Bilder',
  'playground.send': 'Fragen',
  'playground.stop': 'Stoppen',
  'playground.waits': 'Warten auf die ersten Wörter …',
  'playground.writes': 'Schreibt …',
  'playground.stopped': 'Sie haben es gestoppt.',
  'playground.brokenOff': 'Die Antwort brach ab. Prüfen Sie, ob der Dienst läuft, und fragen Sie erneut.',
  'playground.outcome.answered': 'Beantwortet',
  'playground.outcome.blocked-in': 'Die Frage wurde blockiert',
  'playground.outcome.blocked-out': 'Die Antwort wurde blockiert',
  'playground.outcome.noticed': 'Ein Hinweis statt einer Antwort',
  'playground.outcome.apologised': 'Eine Entschuldigung statt einer Antwort',
  'playground.firstWords': 'erste Wörter nach {time}',
  'playground.reason': 'Grund: {reason}',
}
