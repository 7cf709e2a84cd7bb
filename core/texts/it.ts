import { memory } from './memory/it.ts'
import type { Texts } from './text-table.ts'

export const it: Texts = {
  language: 'it',
  start:
    'Ciao! Sono Chasqui. Scrivimi quello che vuoi, o mandami una foto e fammi domande su di essa.\n' +
    'Cosa so fare: /help. Ricominciare: /reset.',
  help:
    'Scrivi un messaggio e ti rispondo. Manda fino a cinque foto con una domanda e continua a chiedere. ' +
    'Se rispondi a un messaggio, vedo a quale.\n' +
    '/reset inizia una nuova conversazione: non guardo più quello che è stato detto prima.\n' +
    '/status dice quale modello risponde e come vengono controllate le risposte.\n' +
    '«stop» o /stop interrompe una risposta che sto scrivendo.\n' +
    'Posso sbagliare. Controlla ciò che è importante.',
  resetDone: 'Fatto, una nuova conversazione. Di cosa vuoi parlare?',
  unknownCommand: 'Non conosco questo comando. /help mostra cosa so fare.',
  files: {
    ready: 'Ecco tutto quello che conservo su di te.',
    fetch: 'Scaricalo entro 24 ore. Dopo, o appena lo hai, viene eliminato.',
    onlyPrivately: 'Questo lo do solo in una chat privata. Scrivimi /export lì.',
    refused: {
      busy: 'Un file così è già in preparazione. Riprova tra un minuto.',
      'no-room': 'Al momento non c’è spazio per un file così. Riprova più tardi.',
      'no-files': 'In questa app non posso inviare un file così. Chiedi i tuoi dati a chi gestisce questo bot.',
    },
    lost: 'Non ho potuto inviare questo file. Chiedilo di nuovo con /export.',
  },
  statusModel: (model) => `Modello: ${model}`,
  statusEngine: {
    ready: 'Motore: pronto',
    starting: 'Motore: si sta avviando, un momento per favore',
    failed: 'Motore: non in funzione; chi gestisce questo bot può vedere perché',
  },
  statusPictures: { seen: 'Immagini: posso vederle', unseen: 'Immagini: con questo modello non le vedo' },
  statusGuard: {
    full: 'Controllo di sicurezza: un modello guardiano verifica ogni messaggio e ogni risposta',
    demonstration:
      'Controllo di sicurezza: è attivo solo un guardiano dimostrativo. Lascia passare molte cose; non ' +
      'farci affidamento.',
    off: 'Controllo di sicurezza: disattivato da chi gestisce questo bot; valgono solo regole semplici',
    none: 'Controllo di sicurezza: non c’è un modello guardiano; valgono solo regole semplici',
  },
  statusPicturesJudged: { yes: 'Vengono verificate anche le immagini', no: 'Le immagini in sé non vengono verificate' },
  blockedQuestion: 'Non posso aiutarti con questo. Posso fare qualcos’altro per te?',
  blockedAnswer: 'Preferisco tenere per me la risposta che stavo per dare. Prova a chiedere in un altro modo.',
  stoppedAnswer: '(Mi fermo qui: il resto di questa risposta non ha superato il controllo di sicurezza.)',
  cutAnswer: {
    length: '(Mi fermo qui: la risposta è diventata troppo lunga. Se vuoi, chiedimi di continuare.)',
    repeated: '(Mi fermo qui: stavo solo ripetendo le stesse cose.)',
  },
  apology: 'Scusa, qualcosa è andato storto da parte mia e non ho potuto rispondere. Riprova tra un momento.',
  stillWorking: 'Ci vuole un po’ di più. Ci sto ancora lavorando …',
  limited: 'Erano tante cose insieme! Lasciami una piccola pausa, poi scrivi di nuovo.',
  tooLong: (charactersMax) => `È troppo lungo per me. Manda al massimo circa ${charactersMax} caratteri.`,
  nothingToAnswer: 'Nel tuo messaggio non c’era nulla che io possa leggere. Scrivimi qualche parola o manda una foto.',
  notAllowed: 'Mi dispiace, qui non posso parlare con te. Chiedi l’accesso a chi gestisce questo bot.',
  access: {
    code: (code, goodFor) =>
      `Ciao! Non posso ancora parlare con te. Mostra questo codice a chi gestisce questo bot, così può darti l’accesso:\n\n${code}\n\nVale ancora ${goodFor}.`,
    tooManyWait:
      'Ciao! Non posso ancora parlare con te, e ci sono già troppe persone in attesa. Scrivimi di nuovo tra un’ora.',
    approved: 'Ora hai l’accesso. Scrivimi quello che vuoi, o mandami una foto e fai una domanda.',
  },
  unsupported: {
    audio: 'Non posso ancora ascoltare messaggi vocali o audio. Me lo scrivi?',
    video: 'Non posso ancora guardare video. Una foto o uno screenshot va bene.',
    file: 'Non posso ancora aprire file. Incolla qui il testo o mandane una foto.',
    sticker: 'Bello sticker! Però non so leggerli. Me lo dici a parole?',
    location: 'Non so ancora usare le posizioni. Dimmi il luogo a parole.',
    contact: 'Non so ancora usare i contatti. Scrivimi cosa vuoi sapere.',
    other: 'Non posso ancora leggere messaggi di questo tipo. Scrivimi qualche parola o manda una foto.',
  },
  pictureBroken: 'Non sono riuscito ad aprire questa immagine, sembra danneggiata. Puoi mandarla di nuovo?',
  pictureTooLarge: 'Questa immagine è troppo grande per me. Mandane una più piccola, per favore.',
  notAPicture: 'Questo file non è un’immagine che conosco. Vanno bene JPEG, PNG, WebP, GIF e AVIF.',
  pictureSvg: 'Non posso guardare disegni SVG. Mandalo come PNG o JPEG, per favore.',
  pictureHeic: 'Qui non posso aprire foto HEIC. Mandala come JPEG (su molti telefoni «più compatibile»).',
  pictureGone: 'Non ho più accesso a questa immagine. Mandala di nuovo, per favore.',
  tooManyPictures: (seen) =>
    seen === 1
      ? 'Erano più immagini di quante ne possa guardare. Ho guardato la prima.'
      : `Erano più immagini di quante ne possa guardare. Ho guardato le prime ${seen}.`,
  picturesUnseen: 'Con il modello che uso non vedo le immagini. Posso rispondere solo alle tue parole.',
  visionFault:
    'Al momento non vedo le immagini: i miei occhi non hanno superato il loro test. Posso rispondere ' +
    'solo alle tue parole.',
  stop: 'Ferma',
  stopped: '(Interrotto.)',
  nothingToStop: 'Non c’è niente da fermare.',
  takeOver: {
    begins: 'Da ora qui risponde una persona del team.',
    ends: 'Ora qui risponde di nuovo l’assistente.',
    by: '— Una persona del team:',
  },
  maybeRepeated: '(Forse hai già ricevuto questa risposta.)',
  memory,
}
