import { memory } from './memory/de.ts'
import type { Texts } from './text-table.ts'

export const de: Texts = {
  language: 'de',
  start:
    'Hallo! Ich bin Chasqui. Schreib mir, was du möchtest, oder schick mir ein Foto und frag mich dazu.\n' +
    'Was ich kann: /help. Neu anfangen: /reset.',
  help:
    'Schreib eine Nachricht, und ich antworte. Schick bis zu fünf Fotos mit einer Frage und frag dann weiter. ' +
    'Wenn du auf eine Nachricht antwortest, sehe ich, worauf.\n' +
    '/reset beginnt ein neues Gespräch: Was vorher war, sehe ich mir nicht mehr an.\n' +
    '/status sagt, welches Modell antwortet und wie Antworten geprüft werden.\n' +
    '„Stopp“ oder /stop beendet eine Antwort, die ich gerade schreibe.\n' +
    'Ich kann mich irren. Bitte prüfe nach, was wichtig ist.',
  resetDone: 'Fertig, ein neues Gespräch. Worüber möchtest du reden?',
  unknownCommand: 'Diesen Befehl kenne ich nicht. /help zeigt, was ich kann.',
  files: {
    ready: 'Hier ist alles, was ich über dich gespeichert habe.',
    fetch: 'Hol es innerhalb von 24 Stunden ab. Danach, oder sobald du es hast, wird es gelöscht.',
    onlyPrivately: 'Das gebe ich nur in einem privaten Chat heraus. Schreib mir dort /export.',
    refused: {
      busy: 'So eine Datei wird schon erstellt. Versuch es bitte in einer Minute noch einmal.',
      'no-room': 'Im Moment ist kein Platz für so eine Datei. Versuch es bitte später noch einmal.',
      'no-files':
        'In dieser App kann ich so eine Datei nicht senden. Frag bitte die Leute nach deinen Daten, die diesen Bot betreiben.',
    },
    lost: 'Diese Datei konnte ich nicht senden. Frag bitte mit /export noch einmal danach.',
  },
  statusModel: (model) => `Modell: ${model}`,
  statusEngine: {
    ready: 'Rechenwerk: bereit',
    starting: 'Rechenwerk: startet, einen Moment bitte',
    failed: 'Rechenwerk: läuft nicht; wer diesen Bot betreibt, kann sehen, warum',
  },
  statusPictures: { seen: 'Bilder: Ich kann sie sehen', unseen: 'Bilder: Mit diesem Modell sehe ich sie nicht' },
  statusGuard: {
    full: 'Sicherheitsprüfung: Jede Nachricht und jede Antwort wird von einem Wächtermodell geprüft',
    demonstration:
      'Sicherheitsprüfung: Es arbeitet nur ein Wächter zur Vorführung. Er lässt vieles durch; verlass dich ' +
      'nicht auf ihn.',
    off: 'Sicherheitsprüfung: vom Betreiber dieses Bots abgeschaltet; es gelten nur einfache Regeln',
    none: 'Sicherheitsprüfung: Es gibt kein Wächtermodell; es gelten nur einfache Regeln',
  },
  statusPicturesJudged: { yes: 'Auch Bilder werden geprüft', no: 'Bilder selbst werden nicht geprüft' },
  blockedQuestion: 'Dabei kann ich nicht helfen. Kann ich sonst etwas für dich tun?',
  blockedAnswer: 'Die Antwort, die ich geben wollte, behalte ich lieber für mich. Frag mich bitte anders.',
  stoppedAnswer: '(Hier höre ich auf: Der Rest dieser Antwort hat die Sicherheitsprüfung nicht bestanden.)',
  cutAnswer: {
    length: '(Hier höre ich auf: Die Antwort wurde zu lang. Wenn du magst, bitte mich weiterzumachen.)',
    repeated: '(Hier höre ich auf: Ich habe mich nur noch wiederholt.)',
  },
  apology:
    'Entschuldige, bei mir ist etwas schiefgegangen, ich konnte nicht antworten. Versuch es bitte gleich noch einmal.',
  stillWorking: 'Das dauert etwas länger. Ich bin noch dabei …',
  limited: 'Das war viel auf einmal! Gönn mir bitte eine kurze Pause und schreib dann weiter.',
  tooLong: (charactersMax) => `Das ist zu lang für mich. Schick bitte höchstens etwa ${charactersMax} Zeichen.`,
  nothingToAnswer:
    'In deiner Nachricht war nichts, was ich lesen kann. Schreib mir ein paar Worte oder schick ein Foto.',
  notAllowed: 'Entschuldige, hier darf ich nicht mit dir reden. Bitte den Betreiber dieses Bots, dich zuzulassen.',
  access: {
    code: (code, goodFor) =>
      `Hallo! Noch darf ich nicht mit dir sprechen. Zeig diesen Code der Person, die diesen Bot betreibt; sie kann dich freischalten:\n\n${code}\n\nEr gilt noch ${goodFor}.`,
    tooManyWait:
      'Hallo! Noch darf ich nicht mit dir sprechen, und es warten schon zu viele darauf. Bitte schreib in einer Stunde noch einmal.',
    approved: 'Du bist freigeschaltet. Schreib mir, was du möchtest, oder schick mir ein Foto und frag danach.',
  },
  unsupported: {
    audio: 'Sprachnachrichten und Ton kann ich noch nicht hören. Schreibst du es mir?',
    video: 'Videos kann ich noch nicht ansehen. Ein Foto oder ein Bildschirmfoto geht.',
    file: 'Dateien kann ich noch nicht öffnen. Füg den Text hier ein oder schick ein Foto davon.',
    sticker: 'Schöner Sticker! Lesen kann ich ihn aber nicht. Sagst du es mir in Worten?',
    location: 'Mit Standorten kann ich noch nichts anfangen. Sag mir den Ort in Worten.',
    contact: 'Mit Kontakten kann ich noch nichts anfangen. Schreib mir, was du wissen möchtest.',
    other: 'Nachrichten dieser Art kann ich noch nicht lesen. Schreib mir ein paar Worte oder schick ein Foto.',
  },
  pictureBroken: 'Dieses Bild konnte ich nicht öffnen, es scheint beschädigt zu sein. Schickst du es noch einmal?',
  pictureTooLarge: 'Dieses Bild ist mir zu groß. Schick bitte ein kleineres.',
  notAPicture: 'Diese Datei ist kein Bild, das ich kenne. JPEG, PNG, WebP, GIF und AVIF gehen.',
  pictureSvg: 'SVG-Zeichnungen kann ich nicht ansehen. Schick sie bitte als PNG oder JPEG.',
  pictureHeic:
    'HEIC-Fotos kann ich hier nicht öffnen. Schick es bitte als JPEG (bei vielen Handys „maximale Kompatibilität“).',
  pictureGone: 'An dieses Bild komme ich nicht mehr heran. Schick es bitte noch einmal.',
  tooManyPictures: (seen) =>
    seen === 1
      ? 'Das waren mehr Bilder, als ich nehmen kann. Ich habe mir das erste angesehen.'
      : `Das waren mehr Bilder, als ich nehmen kann. Ich habe mir die ersten ${seen} angesehen.`,
  picturesUnseen: 'Mit dem Modell, das ich benutze, sehe ich keine Bilder. Ich kann nur auf deine Worte antworten.',
  visionFault:
    'Zurzeit sehe ich keine Bilder: Meine Augen haben ihre Prüfung nicht bestanden. Ich kann nur auf ' +
    'deine Worte antworten.',
  stop: 'Stopp',
  stopped: '(Angehalten.)',
  nothingToStop: 'Es gibt nichts anzuhalten.',
  takeOver: {
    begins: 'Ab jetzt antwortet hier ein Mensch aus dem Team.',
    ends: 'Hier antwortet wieder der Assistent.',
    by: '— Ein Mensch aus dem Team:',
  },
  maybeRepeated: '(Vielleicht hast du diese Antwort schon bekommen.)',
  memory,
}
