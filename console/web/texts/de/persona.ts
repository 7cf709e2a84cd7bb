import type { persona as source } from '../en/persona.ts'

export const persona: Readonly<Record<keyof typeof source, string>> = {
  'persona.about':
    'Wie der Bot heißt und wie er klingt. An seinen Regeln ändert das nichts: Er antwortet weiterhin in der Sprache der schreibenden Person und erfindet nichts.',
  'persona.words': 'Name und Ton',
  'persona.words.about': 'Gilt ab der nächsten Antwort, für alle.',
  'persona.name': 'Name',
  'persona.name.hint': 'Wenn leer, heißt der Bot Chasqui.',
  'persona.tone': 'Ton',
  'persona.tone.hint':
    'Ein paar kurze Sätze, etwa: Fröhlich und knapp. Spricht einfach. Wenn leer, ist der Bot herzlich und freundlich.',
  'persona.tokens': '{tokens} von {max} Tokens',
  'persona.tokens.unknown': 'Höchstens {max} Tokens. Sie werden gezählt, sobald das Modell bereit ist.',
  'persona.tokens.tooMany': 'Kürzen Sie den Ton: Jede Antwort kostet diese Tokens.',
  'persona.save': 'Speichern',
  'persona.discard': 'Verwerfen',
  'persona.saving': 'Zuerst prüft es der Wächter.',
  'persona.saved': 'Gespeichert. Gilt ab der nächsten Antwort.',
  'persona.ignored': '{model} verwendet keine Persona',
  'persona.ignored.why':
    'Es antwortet mit und ohne Persona gleich. Was Sie hier speichern, gilt, sobald ein anderes Modell antwortet.',
  'persona.long': 'Zu lang für {model}',
  'persona.long.why':
    'Dieses Modell zählt mehr Tokens als das vorige: Die letzten Sätze des Tons werden weggelassen. Kürzen Sie ihn.',
  'persona.none': 'keiner',
  'persona.try': 'Ausprobieren',
  'persona.try.about':
    'Eine Antwort mit dem, was oben steht, gespeichert oder nicht. Sie wird wie jede Antwort geprüft, und nichts wird gespeichert.',
  'persona.try.text': 'Nachricht',
  'persona.try.first': 'Hallo! Wer bist du, und was kannst du?',
  'persona.history': 'Verlauf',
  'persona.history.about':
    'Jede Änderung, die neueste zuerst. Um eine rückgängig zu machen, holen Sie eine ältere Version zurück.',
  'persona.history.none': 'Noch nichts wurde geändert',
  'persona.history.noneYet':
    'Der Bot heißt Chasqui und klingt, wie er von sich aus klingt. Jede Änderung wird hier aufgeführt.',
  'persona.version': 'Version {version}',
  'persona.version.now': 'Aktuell',
  'persona.version.by': 'von {name}',
  'persona.version.byNobody': 'von einem gelöschten Konto',
  'persona.version.back': 'Zurückholen',
  'persona.version.backOf': 'Version {version} zurückholen',
  'persona.version.default': 'Zurück zum mitgelieferten Namen und Ton',
  'persona.version.isDefault': 'Name und Ton des Bots selbst',
  'persona.lose.title': 'Zurückholen?',
  'persona.lose.body': 'Was Sie eingegeben und nicht gespeichert haben, geht verloren.',
}
