import type { Capabilities } from '#core/contract/channel.ts'
import type { Platform } from '#core/contract/ids.ts'
import { allCapabilities, type ChannelCapabilities } from '#adapters/capabilities.ts'

/** Told in the row of another. */
type Detail = 'editWindowMs' | 'renderedLength' | 'keyTrustedMs' | 'fileBytesMax'
type Row = { readonly title: string; readonly cell: (of: Capabilities) => string }

const NONE = '–'
const yes = (is: boolean) => (is ? 'yes' : NONE)

/** What each capability means to who chooses a channel. */
const ROWS: Readonly<Record<Exclude<keyof Capabilities, Detail>, Row>> = {
  streaming: { title: 'answers grow while they are made', cell: ({ streaming }) => yes(streaming === 'edit') },
  editIntervalMs: {
    title: 'a message is edited at most once in',
    cell: ({ streaming, editIntervalMs, editWindowMs }) =>
      streaming === 'none'
        ? NONE
        : `${duration(editIntervalMs)}${editWindowMs === undefined ? '' : `, for ${duration(editWindowMs)}`}`,
  },
  marksFinal: { title: 'a finished answer is marked as such', cell: ({ marksFinal }) => yes(marksFinal) },
  textMax: {
    title: 'longest text of one message',
    cell: ({ textMax: { length, unit } }) => `${count(length)} ${unit === 'utf16' ? 'UTF-16 units' : unit}`,
  },
  markup: {
    title: 'formatting',
    cell: ({ markup }) =>
      ({ entities: 'entities', discord: "Discord's Markdown", whatsapp: "WhatsApp's marks", page: 'HTML', none: NONE })[
        markup
      ],
  },
  buttons: {
    title: 'buttons',
    cell: ({ buttons }) => ({ below: 'below the message', quick: 'until the next message', none: NONE })[buttons],
  },
  files: {
    title: 'files to people',
    cell: ({ files, fileBytesMax }) =>
      files === 'none' ? NONE : `${files === 'link' ? 'by link' : 'sent'}, ${size(fileBytesMax)}`,
  },
  typingLifetimeMs: {
    title: 'shows that an answer is being made, for',
    cell: ({ typingLifetimeMs }) => (typingLifetimeMs === undefined ? NONE : duration(typingLifetimeMs)),
  },
  replyTo: { title: 'an answer can quote its question', cell: ({ replyTo }) => yes(replyTo) },
  threads: { title: 'threads or topics, each its own conversation', cell: ({ threads }) => yes(threads) },
  albumIn: {
    title: 'several pictures come',
    cell: ({ albumIn }) =>
      ({ parts: 'as an album', unmarked: 'by sender and time', message: 'in one message', none: 'one by one' })[
        albumIn
      ],
  },
  reactions: { title: "people's reactions arrive", cell: ({ reactions }) => yes(reactions) },
  edits: { title: "people's edits arrive", cell: ({ edits }) => yes(edits) },
  deletions: { title: "people's deletions arrive", cell: ({ deletions }) => yes(deletions) },
  catchUp: {
    title: 'what came while the service was down',
    cell: ({ catchUp }) =>
      ({ platform: 'is brought by the platform', 'read-back': 'is read at the start', none: 'is lost' })[catchUp],
  },
  replyWindowMs: {
    title: 'how long after a message the bot may write',
    cell: ({ replyWindowMs }) => (replyWindowMs === undefined ? 'always' : duration(replyWindowMs)),
  },
  sendRate: {
    title: 'own limit of messages into one chat',
    cell: ({ sendRate }) => (sendRate ? `${sendRate.count} in ${duration(sendRate.perMs)}` : NONE),
  },
  receipts: { title: 'the furthest known of a sent message', cell: ({ receipts }) => receipts },
  repeatedSend: {
    title: 'a repeated send is recognised',
    cell: ({ repeatedSend, keyTrustedMs }) =>
      repeatedSend === 'unknowable' ? NONE : keyTrustedMs === undefined ? 'always' : `for ${duration(keyTrustedMs)}`,
  },
  reconciledBy: {
    title: 'otherwise, whether a send arrived is known by',
    cell: ({ reconciledBy }) =>
      ({ 'read-back': 'reading the chat', status: 'a status that comes later', none: NONE })[reconciledBy],
  },
}

/** What every channel can do, as a table in Markdown; made from the code of the channels, none of which is opened. */
export async function capabilityTable(): Promise<string> {
  const channels = await allCapabilities()
  const rows = Object.values(ROWS).map(({ title, cell }) => [title, ...channels.map((of) => cellOf(cell, of))])
  const head = ['', ...channels.map(({ channel }) => TITLES[channel])]
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}

function cellOf(cell: Row['cell'], { dm, group = dm }: ChannelCapabilities): string {
  const [alone, inGroup] = [cell(dm), cell(group)]
  if (alone === inGroup) return alone
  return alone === NONE ? `in groups: ${inGroup}` : `${alone}, in groups ${inGroup}`
}

/** As the head of the table has it. */
const TITLES: Readonly<Record<Platform, string>> = {
  telegram: 'Telegram',
  discord: 'Discord',
  whatsapp: 'WhatsApp, linked',
  messenger: 'Messenger',
  instagram: 'Instagram',
  'whatsapp-cloud': 'WhatsApp Cloud',
  web: 'page',
  terminal: 'terminal',
}

type Unit = readonly [name: string, holds: number]
const TIMES: readonly Unit[] = [
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
]
const SIZES: readonly Unit[] = [
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['MB', 1_000_000],
  ['bytes', 1],
]

/** In the largest unit of which it is a whole number. */
function inUnits(value: number, units: readonly Unit[]): string {
  const [name, holds] = units.find(([, each]) => value >= each && value % each === 0) ?? ['', 1]
  return `${count(value / holds)} ${name}`
}

const duration = (ms: number) => inUnits(ms, TIMES)
const size = (bytes: number) => inUnits(bytes, SIZES)
const count = (value: number) => value.toLocaleString('en')
