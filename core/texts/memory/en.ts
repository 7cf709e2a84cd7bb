import type { MemoryTexts } from './memory-texts.ts'

export const memory: MemoryTexts = {
  start: 'I remember what you tell me about yourself. /memories shows it, /forget deletes it, /memory off stops it.',
  help: '/memories shows what I remember about you. /remember TEXT, /edit 3 TEXT and /forget 3 change it.\n/memory off stops it, /private pauses it here.\n/export gives you everything I hold about you, /delete_me deletes it.',
  reset: 'What I remember about you stays: /memories.',
  empty: 'I remember nothing about you yet. /remember TEXT saves something.',
  kinds: {
    profile: 'About you',
    fact: 'Facts',
    event: 'Events',
  },
  earlier: 'No longer true, kept as history',
  inGroup: 'said in a group',
  passages: (count) => `Earlier messages of yours that I can look up: ${count}`,
  page: (number, of) => `Page ${number} of ${of}. Another one: /memories ${number < of ? number + 1 : 1}`,
  howToChange: '/forget 3 deletes number 3, /edit 3 TEXT changes it.',
  rememberHow: 'Tell me what to remember, for example: /remember I am allergic to nuts',
  tooLong: (charactersMax) => `That is too long to remember. Please use at most ${charactersMax} characters.`,
  full: 'I already remember as much about you as I can. /memories shows what could go.',
  saved: (text, number) => `Saved: ${text} (/forget ${number})`,
  savedAlready: (text, number) => `I know that already: ${text} (/forget ${number})`,
  notKept: {
    off: 'I did not save this: memory is off. /memory on switches it on.',
    private: 'I did not save this: private mode is on here. /private off ends it.',
  },
  editHow: 'Send the number and the new text, for example: /edit 3 I live in Bergen',
  edited: (text, number) => `Changed: ${text} (/forget ${number})`,
  noSuchNumber: (number) => `There is nothing under number ${number}, or no longer. /memories shows what there is.`,
  forgetHow: 'What shall I forget? /forget 3, /forget Oslo or /forget all. /memories shows the numbers.',
  forgotten: (numbers) => `Forgotten: ${numbers}. I will not use it or learn it again.`,
  forgottenMessages: (count) => `Earlier messages that mention it and that I no longer look at: ${count}`,
  whichOne: 'Which one do you mean? Send /forget and its number:',
  nothingFound: 'I remember nothing like that.',
  forgetAllConfirm: (count) =>
    `Shall I forget everything I remember about you (${count}), and no longer look at what was said so far? Then send: /forget all yes`,
  forgottenAll:
    'Done. I have forgotten everything I remembered about you, and I no longer look at what was said so far. If you want any of it back: /remember TEXT.',
  used: 'From my memory, my last answer here used:',
  usedNone: 'My last answer here used nothing that I remember about you.',
  usedGone: 'It also used something that is forgotten since.',
  state: {
    on: 'Memory is on. /memory off stops it and keeps what is there.',
    off: 'Memory is off: I learn nothing and use nothing of it. What is there is kept. /memory on switches it on. I still see this conversation until you send /reset.',
    never: 'Whoever runs this bot has switched memory off.',
  },
  private: {
    on: 'Private mode is on here: I learn nothing and use nothing I remember. /private off ends it; then I no longer look at what was said meanwhile.',
    off: 'Private mode is off here. I no longer look at what was said in it.',
  },
  deleteConfirm: (messages, memories, pictures) =>
    `Shall I delete everything about you here, for good? Messages: ${messages}, memories: ${memories}, pictures: ${pictures}. Then send: /delete_me yes`,
  deleting: (messages, memories, pictures) =>
    `Everything about you here is now being deleted. Messages: ${messages}, memories: ${memories}, pictures: ${pictures}. When you write again, I will not know you.`,
  shared: 'Several people write under this name, so I remember nothing about it.',
  answeredInPrivate: 'I have answered you in our private chat.',
  askInPrivate: 'Please ask me that in a private chat, so that only you read the answer.',
  onlyHere: 'That works only here, in our private chat. Please send it here.',
}
