import type { CapabilitiesForm } from '../../../api/forms/channels.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'

const NONE = '–'
const yes = (is: boolean) => (is ? text('can.yes') : NONE)

const UNITS = [
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
  ['millisecond', 1],
] as const

/** In the largest unit of which it is a whole number. */
function duration(ms: number): string {
  const [unit, holds] = UNITS.find(([, each]) => ms >= each && ms % each === 0) ?? ['millisecond', 1]
  return numberOf(ms / holds, { style: 'unit', unit })
}

const size = (bytes: number) =>
  bytes >= 1e9
    ? numberOf(bytes / 1e9, { style: 'unit', unit: 'gigabyte', maximumFractionDigits: 1 })
    : numberOf(bytes / 1e6, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 })

/** Those of docs/channels, in words. */
export const CAPABILITY_ROWS = {
  streaming: ({ streaming }) => yes(streaming === 'edit'),
  editIntervalMs: ({ streaming, editIntervalMs }) => (streaming === 'none' ? NONE : duration(editIntervalMs)),
  marksFinal: ({ marksFinal }) => yes(marksFinal),
  textMax: ({ textMax: { length, unit } }) => text(`can.textMax.${unit}`, { count: numberOf(length) }),
  markup: ({ markup }) => (markup === 'none' ? NONE : text(`can.markup.${markup}`)),
  buttons: ({ buttons }) => (buttons === 'none' ? NONE : text(`can.buttons.${buttons}`)),
  files: ({ files, fileBytesMax }) =>
    files === 'none' ? NONE : text(`can.files.${files}`, { size: size(fileBytesMax) }),
  typingLifetimeMs: ({ typingLifetimeMs }) => (typingLifetimeMs === undefined ? NONE : duration(typingLifetimeMs)),
  replyTo: ({ replyTo }) => yes(replyTo),
  threads: ({ threads }) => yes(threads),
  albumIn: ({ albumIn }) => text(`can.albumIn.${albumIn}`),
  reactions: ({ reactions }) => yes(reactions),
  edits: ({ edits }) => yes(edits),
  deletions: ({ deletions }) => yes(deletions),
  catchUp: ({ catchUp }) => text(`can.catchUp.${catchUp}`),
  replyWindowMs: ({ replyWindowMs }) => (replyWindowMs === undefined ? text('can.always') : duration(replyWindowMs)),
  sendRate: ({ sendRate }) =>
    sendRate === undefined
      ? NONE
      : text('can.rate', { count: numberOf(sendRate.count), time: duration(sendRate.perMs) }),
  receipts: ({ receipts }) => text(`can.receipts.${receipts}`),
} as const satisfies Partial<Record<keyof CapabilitiesForm, (of: CapabilitiesForm) => string>>

export type CapabilityRow = keyof typeof CAPABILITY_ROWS

/** Where groups differ, both are said. */
export function cellOf(row: CapabilityRow, dm: CapabilitiesForm, group: CapabilitiesForm = dm): string {
  const [alone, inGroup] = [CAPABILITY_ROWS[row](dm), CAPABILITY_ROWS[row](group)]
  return alone === inGroup ? alone : text('can.inGroups', { alone, groups: inGroup })
}
