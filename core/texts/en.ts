import { memory } from './memory/en.ts'
import type { Texts } from './text-table.ts'

export const en: Texts = {
  language: 'en',
  start:
    'Hello! I am Chasqui. Write to me about anything, or send me a photo and ask about it.\n' +
    'What I can do: /help. Start over: /reset.',
  help:
    'Write a message and I answer. Send up to five photos with a question, and go on asking about them. ' +
    'If you reply to a message, I see what you reply to.\n' +
    '/reset starts a new conversation: I no longer look at what was said before.\n' +
    '/status says which model answers and how answers are checked.\n' +
    '“stop” or /stop ends an answer that I am writing.\n' +
    'I can be wrong. Please check what matters.',
  resetDone: 'Done, a new conversation. What would you like to talk about?',
  unknownCommand: 'I do not know this command. /help shows what I can do.',
  files: {
    ready: 'Here is everything I hold about you.',
    fetch: 'Fetch it within 24 hours. It is deleted after that, or once you have it.',
    onlyPrivately: 'I give that only in a private chat. Write /export to me there.',
    refused: {
      busy: 'Such a file is being made already. Please try again in a minute.',
      'no-room': 'There is no room for such a file at the moment. Please try again later.',
      'no-files': 'I cannot send such a file in this app. Please ask whoever runs this bot for your data.',
    },
    lost: 'I could not send this file. Please ask for it again with /export.',
  },
  statusModel: (model) => `Model: ${model}`,
  statusEngine: {
    ready: 'Engine: ready',
    starting: 'Engine: starting, one moment please',
    failed: 'Engine: not running; whoever runs this bot can see why',
  },
  statusPictures: { seen: 'Pictures: I can see them', unseen: 'Pictures: I cannot see them with this model' },
  statusGuard: {
    full: 'Safety check: every message and every answer is checked by a guard model',
    demonstration: 'Safety check: only a demonstration guard is at work. It lets much through; do not rely on it.',
    off: 'Safety check: switched off by whoever runs this bot; only simple rules apply',
    none: 'Safety check: there is no guard model; only simple rules apply',
  },
  statusPicturesJudged: { yes: 'Pictures are checked, too', no: 'Pictures themselves are not checked' },
  blockedQuestion: 'I cannot help with that. Is there something else I can do for you?',
  blockedAnswer: 'I would rather not give the answer I was about to give. Please try asking in another way.',
  stoppedAnswer: '(I stop here: the rest of this answer did not pass the safety check.)',
  cutAnswer: {
    length: '(I stop here: this answer got too long. Ask me to go on if you like.)',
    repeated: '(I stop here: I was only repeating myself.)',
  },
  apology: 'Sorry, something went wrong on my side and I could not answer. Please try again in a moment.',
  stillWorking: 'This takes a little longer. I am still working on it …',
  limited: 'That was a lot at once! Please give me a short break, then write again.',
  tooLong: (charactersMax) => `That is too long for me. Please send at most about ${charactersMax} characters.`,
  nothingToAnswer: 'There was nothing in your message that I can read. Write me a few words or send a photo.',
  notAllowed: 'Sorry, I may not talk with you here. Ask whoever runs this bot to let you in.',
  access: {
    code: (code, goodFor) =>
      `Hello! I may not talk with you yet. Show this code to whoever runs this bot, so that they can let you in:\n\n${code}\n\nIt is good for ${goodFor}.`,
    tooManyWait:
      'Hello! I may not talk with you yet, and too many people are waiting to be let in. Please write again in an hour.',
    approved: 'You have been let in. Write to me about anything, or send me a photo and ask about it.',
  },
  unsupported: {
    audio: 'I cannot listen to voice messages or audio yet. Could you write it to me?',
    video: 'I cannot watch videos yet. A photo or a screenshot works.',
    file: 'I cannot open files yet. Paste the text here, or send a photo of it.',
    sticker: 'Nice sticker! I cannot read stickers, though. Tell me in words?',
    location: 'I cannot use locations yet. Tell me the place in words.',
    contact: 'I cannot use contacts yet. Write me what you would like to know.',
    other: 'I cannot read messages of this kind yet. Write me a few words or send a photo.',
  },
  pictureBroken: 'I could not open this picture, it seems to be damaged. Could you send it again?',
  pictureTooLarge: 'This picture is too large for me. Please send a smaller one.',
  notAPicture: 'This file is not a picture that I know. JPEG, PNG, WebP, GIF and AVIF work.',
  pictureSvg: 'I cannot look at SVG drawings. Please send it as PNG or JPEG.',
  pictureHeic: 'I cannot open HEIC photos here. Please send it as JPEG (many phones call this “most compatible”).',
  pictureGone: 'I can no longer get this picture. Please send it again.',
  tooManyPictures: (seen) =>
    seen === 1
      ? 'Those were more pictures than I can take. I looked at the first one.'
      : `Those were more pictures than I can take. I looked at the first ${seen}.`,
  picturesUnseen: 'I cannot see pictures with the model I am using. I can only answer your words.',
  visionFault: 'I cannot see pictures at the moment: my eyes did not pass their test. I can only answer your words.',
  stop: 'Stop',
  stopped: '(Stopped.)',
  nothingToStop: 'There is nothing to stop.',
  takeOver: {
    begins: 'A person of the team answers here from now on.',
    ends: 'The assistant answers here again.',
    by: '— A person of the team:',
  },
  maybeRepeated: '(You may have received this answer already.)',
  memory,
}
