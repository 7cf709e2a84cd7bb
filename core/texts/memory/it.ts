import type { MemoryTexts } from './memory-texts.ts'

export const memory: MemoryTexts = {
  start: 'Ricordo quello che mi racconti di te. /memories lo mostra, /forget lo cancella, /memory off lo ferma.',
  help: '/memories mostra cosa ricordo di te. /remember TESTO, /edit 3 TESTO e /forget 3 lo cambiano.\n/memory off lo ferma, /private fa una pausa qui.\n/export ti dà tutto quello che conservo su di te, /delete_me lo cancella.',
  reset: 'Quello che ricordo di te resta: /memories.',
  empty: 'Non ricordo ancora nulla di te. /remember TESTO salva qualcosa.',
  kinds: {
    profile: 'Su di te',
    fact: 'Fatti',
    event: 'Avvenimenti',
  },
  earlier: 'Non vale più, tenuto come cronologia',
  inGroup: 'detto in un gruppo',
  passages: (count) => `Tuoi messaggi precedenti che posso consultare: ${count}`,
  page: (number, of) => `Pagina ${number} di ${of}. Un’altra: /memories ${number < of ? number + 1 : 1}`,
  howToChange: '/forget 3 cancella il numero 3, /edit 3 TESTO lo cambia.',
  rememberHow: 'Dimmi cosa devo ricordare, per esempio: /remember Sono allergico alle noci',
  tooLong: (charactersMax) => `È troppo lungo da ricordare. Usa al massimo ${charactersMax} caratteri, per favore.`,
  full: 'Non posso ricordare altro di te. /memories mostra cosa si potrebbe togliere.',
  saved: (text, number) => `Salvato: ${text} (/forget ${number})`,
  savedAlready: (text, number) => `Questo lo so già: ${text} (/forget ${number})`,
  notKept: {
    off: 'Non l’ho salvato: la memoria è spenta. /memory on la accende.',
    private: 'Non l’ho salvato: qui è attiva la modalità privata. /private off la termina.',
  },
  editHow: 'Manda il numero e il nuovo testo, per esempio: /edit 3 Vivo a Bergen',
  edited: (text, number) => `Cambiato: ${text} (/forget ${number})`,
  noSuchNumber: (number) => `Sotto il numero ${number} non c’è nulla, o non più. /memories mostra cosa c’è.`,
  forgetHow: 'Cosa devo dimenticare? /forget 3, /forget Oslo o /forget all. /memories mostra i numeri.',
  forgotten: (numbers) => `Dimenticato: ${numbers}. Non lo userò e non lo imparerò di nuovo.`,
  forgottenMessages: (count) => `Messaggi precedenti che ne parlano e che non guardo più: ${count}`,
  whichOne: 'Quale intendi? Manda /forget con il suo numero:',
  nothingFound: 'Non ricordo nulla del genere.',
  forgetAllConfirm: (count) =>
    `Devo dimenticare tutto quello che ricordo di te (${count}) e non guardare più ciò che è stato detto finora? Allora manda: /forget all yes`,
  forgottenAll:
    'Fatto. Ho dimenticato tutto quello che ricordavo di te e non guardo più ciò che è stato detto finora. Se vuoi che ricordi ancora qualcosa: /remember TESTO.',
  used: 'Dalla mia memoria, la mia ultima risposta qui ha usato:',
  usedNone: 'La mia ultima risposta qui non ha usato nulla di ciò che ricordo di te.',
  usedGone: 'Ha usato anche qualcosa che nel frattempo è stato dimenticato.',
  state: {
    on: 'La memoria è accesa. /memory off la ferma e conserva ciò che c’è.',
    off: 'La memoria è spenta: non imparo nulla e non ne uso nulla. Ciò che c’è resta. /memory on la accende. Vedo ancora questa conversazione finché non mandi /reset.',
    never: 'Chi gestisce questo bot ha spento la memoria.',
  },
  private: {
    on: 'Qui è attiva la modalità privata: non imparo nulla e non uso ciò che ricordo. /private off la termina; poi non guardo più ciò che è stato detto nel frattempo.',
    off: 'Qui la modalità privata è spenta. Non guardo più ciò che vi è stato detto.',
  },
  deleteConfirm: (messages, memories, pictures) =>
    `Devo cancellare qui tutto su di te, per sempre? Messaggi: ${messages}, ricordi: ${memories}, immagini: ${pictures}. Allora manda: /delete_me yes`,
  deleting: (messages, memories, pictures) =>
    `Ora qui viene cancellato tutto su di te. Messaggi: ${messages}, ricordi: ${memories}, immagini: ${pictures}. Se scrivi di nuovo, non ti conoscerò.`,
  shared: 'Più persone scrivono con questo nome, perciò non ne ricordo nulla.',
  answeredInPrivate: 'Ti ho risposto nella nostra chat privata.',
  askInPrivate: 'Chiedimelo in una chat privata, così solo tu leggi la risposta.',
  onlyHere: 'Funziona solo qui, nella nostra chat privata. Mandalo qui, per favore.',
}
