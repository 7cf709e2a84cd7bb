import type { MemoryTexts } from './memory-texts.ts'

export const memory: MemoryTexts = {
  start: 'Ich merke mir, was du über dich erzählst. /memories zeigt es, /forget löscht es, /memory off schaltet es ab.',
  help: '/memories zeigt, was ich über dich weiß. /remember TEXT, /edit 3 TEXT und /forget 3 ändern es.\n/memory off schaltet es ab, /private macht hier eine Pause.\n/export gibt dir alles, was ich über dich gespeichert habe, /delete_me löscht es.',
  reset: 'Was ich über dich weiß, bleibt: /memories.',
  empty: 'Ich weiß noch nichts über dich. /remember TEXT merkt sich etwas.',
  kinds: {
    profile: 'Über dich',
    fact: 'Tatsachen',
    event: 'Ereignisse',
  },
  earlier: 'Gilt nicht mehr, als Verlauf aufbewahrt',
  inGroup: 'in einer Gruppe gesagt',
  passages: (count) => `Frühere Nachrichten von dir, in denen ich nachsehen kann: ${count}`,
  page: (number, of) => `Seite ${number} von ${of}. Eine andere: /memories ${number < of ? number + 1 : 1}`,
  howToChange: '/forget 3 löscht Nummer 3, /edit 3 TEXT ändert sie.',
  rememberHow: 'Sag mir, was ich mir merken soll, zum Beispiel: /remember Ich bin allergisch gegen Nüsse',
  tooLong: (charactersMax) => `Das ist zu lang, um es mir zu merken. Nimm bitte höchstens ${charactersMax} Zeichen.`,
  full: 'Mehr kann ich mir über dich nicht merken. /memories zeigt, was weg könnte.',
  saved: (text, number) => `Gemerkt: ${text} (/forget ${number})`,
  savedAlready: (text, number) => `Das weiß ich schon: ${text} (/forget ${number})`,
  notKept: {
    off: 'Das habe ich mir nicht gemerkt: Das Gedächtnis ist aus. /memory on schaltet es ein.',
    private: 'Das habe ich mir nicht gemerkt: Hier ist der private Modus an. /private off beendet ihn.',
  },
  editHow: 'Schick die Nummer und den neuen Text, zum Beispiel: /edit 3 Ich wohne in Bergen',
  edited: (text, number) => `Geändert: ${text} (/forget ${number})`,
  noSuchNumber: (number) => `Unter Nummer ${number} gibt es nichts, oder nichts mehr. /memories zeigt, was es gibt.`,
  forgetHow: 'Was soll ich vergessen? /forget 3, /forget Oslo oder /forget all. /memories zeigt die Nummern.',
  forgotten: (numbers) => `Vergessen: ${numbers}. Ich verwende es nicht mehr und lerne es nicht neu.`,
  forgottenMessages: (count) => `Frühere Nachrichten, die es erwähnen und die ich nicht mehr ansehe: ${count}`,
  whichOne: 'Was davon meinst du? Schick /forget mit der Nummer:',
  nothingFound: 'So etwas weiß ich nicht über dich.',
  forgetAllConfirm: (count) =>
    `Soll ich alles vergessen, was ich über dich weiß (${count}), und nicht mehr ansehen, was bisher gesagt wurde? Dann schick: /forget all yes`,
  forgottenAll:
    'Fertig. Ich habe alles vergessen, was ich über dich wusste, und sehe nicht mehr an, was bisher gesagt wurde. Soll ich etwas davon doch wissen: /remember TEXT.',
  used: 'Aus meinem Gedächtnis hat meine letzte Antwort hier verwendet:',
  usedNone: 'Meine letzte Antwort hier hat nichts verwendet, was ich über dich weiß.',
  usedGone: 'Sie hat auch etwas verwendet, das seitdem vergessen ist.',
  state: {
    on: 'Das Gedächtnis ist an. /memory off hält es an und behält, was da ist.',
    off: 'Das Gedächtnis ist aus: Ich lerne nichts und verwende nichts daraus. Was da ist, bleibt. /memory on schaltet es ein. Dieses Gespräch sehe ich noch, bis du /reset schickst.',
    never: 'Der Betreiber dieses Bots hat das Gedächtnis abgeschaltet.',
  },
  private: {
    on: 'Hier ist der private Modus an: Ich lerne nichts und verwende nichts, was ich weiß. /private off beendet ihn; was inzwischen gesagt wurde, sehe ich dann nicht mehr an.',
    off: 'Hier ist der private Modus aus. Was in ihm gesagt wurde, sehe ich nicht mehr an.',
  },
  deleteConfirm: (messages, memories, pictures) =>
    `Soll ich hier alles über dich löschen, endgültig? Nachrichten: ${messages}, Erinnerungen: ${memories}, Bilder: ${pictures}. Dann schick: /delete_me yes`,
  deleting: (messages, memories, pictures) =>
    `Alles über dich wird hier jetzt gelöscht. Nachrichten: ${messages}, Erinnerungen: ${memories}, Bilder: ${pictures}. Wenn du wieder schreibst, kenne ich dich nicht.`,
  shared: 'Unter diesem Namen schreiben mehrere, deshalb merke ich mir dazu nichts.',
  answeredInPrivate: 'Ich habe dir in unserem privaten Chat geantwortet.',
  askInPrivate: 'Frag mich das bitte in einem privaten Chat, damit nur du die Antwort liest.',
  onlyHere: 'Das geht nur hier, in unserem privaten Chat. Schick es bitte hier.',
}
