import { z } from 'zod'
import type { AccessAnswer, AccessRequest } from '#app/access-requests.ts'
import type { AccessList } from '#core/access/access-list.ts'
import { GROUP_MODES } from '#core/contract/access.ts'
import { PLATFORMS } from '#core/contract/ids.ts'
import { printable } from './printable.ts'

const mode = z.enum(GROUP_MODES)
const accessMode = z.enum(['open', 'pairing', 'allow-list'])
const name = z.string().nullable()
const page = <Row extends z.ZodType>(row: Row) => z.object({ rows: z.array(row), more: z.number() })
const entry = z.object({ identity: z.string().nullable(), name, since: z.string() })

export const listSchema = z.object({
  mode: accessMode,
  modes: z.partialRecord(z.enum(PLATFORMS), accessMode),
  allow: z.array(z.string()),
  codes: z.array(z.object({ code: z.string(), identity: z.string(), name, until: z.string() })),
  approved: page(entry),
  blocked: page(entry),
  groupMode: mode,
  groups: page(z.object({ group: z.string(), title: name, mode: mode.nullable() })),
}) satisfies z.ZodType<Listed>

/** As it comes over the socket. */
type Listed = { readonly [Key in keyof AccessList]: unknown }
type List = z.output<typeof listSchema>

const identity = z.string()
const named = { identity, name: z.string().optional() }

export const answerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('approved'), ...named }),
  z.object({ type: z.literal('unknown-code') }),
  z.object({ type: z.literal('is-blocked'), ...named }),
  z.object({ type: z.literal('blocked'), wasBlocked: z.boolean(), ...named }),
  z.object({ type: z.literal('unblocked'), ...named }),
  z.object({ type: z.literal('not-blocked') }),
  z.object({ type: z.literal('set'), mode, title: z.string().optional(), isKnown: z.boolean() }),
  z.object({ type: z.literal('private-chat') }),
  z.object({ type: z.literal('too-many-groups') }),
]) satisfies z.ZodType<{ type: AccessAnswer['type'] }>
type Answer = z.output<typeof answerSchema>

/** What an operator reads of how it went. */
export function sentenceOf(answer: Answer, request: AccessRequest): { text: string; isDone: boolean } {
  const done = (text: string) => ({ text, isDone: true })
  const refused = (text: string) => ({ text, isDone: false })
  switch (answer.type) {
    case 'approved':
      return done(`${whoIs(answer)} may write now, and is told so in the chat where they asked.`)
    case 'unknown-code':
      return refused(
        'There is no such code. A code is good for one hour and once; npm run access -- list shows those that are open.',
      )
    case 'is-blocked':
      return refused(`${whoIs(answer)} is blocked. To let them in: npm run access -- unblock ${answer.identity}`)
    case 'blocked':
      if (answer.wasBlocked) return done(`${whoIs(answer)} was blocked already.`)
      return done(
        `${whoIs(answer)} is blocked: nothing they send is read or answered.` +
          (answer.name === undefined ? ' Nobody with this id has written yet; check it if that surprises you.' : ''),
      )
    case 'unblocked':
      return done(`${whoIs(answer)} is no longer blocked. Where people are let in by a code they need a new one.`)
    case 'not-blocked':
      return refused('Nobody with this id is blocked; npm run access -- list shows who is.')
    case 'set':
      return done(groupSentence(answer, request))
    case 'private-chat':
      return refused('This is a private chat: there every message is answered. Modes are for groups.')
    case 'too-many-groups':
      return refused('Too many groups have a mode of their own. Set access.groupMode to the one that most should have.')
    default:
      return answer satisfies never
  }
}

/** On one line, and moving nothing beside it: names are what people call themselves. */
const oneLine = (text: string) =>
  printable(text)
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, CELL_MAX)
const CELL_MAX = 256

const whoIs = ({ identity: id, name: shown }: { identity: string; name?: string | undefined }) =>
  shown === undefined ? id : `${id} (${oneLine(shown)})`

function groupSentence({ mode: now, title, isKnown }: Extract<Answer, { type: 'set' }>, request: AccessRequest) {
  const id = request.op === 'group' ? request.group : ''
  const unseen = isKnown ? '' : ' Nobody has written there yet; check the id if that surprises you.'
  return `${title === undefined ? id : `${id} (${oneLine(title)})`}: mode ${now}.${unseen}`
}

/** Names are what people call themselves: the ids tell who it is. */
export function tablesOf(list: List): string {
  const modes = list.groups.rows.map(({ group, title, mode: own }) => [
    group,
    own ?? `${list.groupMode} (access.groupMode)`,
    title ?? '',
  ])
  const sections: readonly [string, string[][], number][] = [
    ['open codes', list.codes.map((each) => [each.code, each.identity, each.name ?? '', `until ${each.until}`]), 0],
    ['let in by the settings (access.allow)', list.allow.map((id) => [id]), 0],
    ['approved', list.approved.rows.map(entryCells), list.approved.more],
    ['blocked', list.blocked.rows.map(entryCells), list.blocked.more],
    ['groups', modes, list.groups.more],
  ]
  const shown = sections.filter(([, rows]) => rows.length > 0)
  const own = Object.entries(list.modes).map(([platform, each]) => `mode of ${platform}: ${each}\n`)
  return [`mode: ${list.mode}\n${own.join('')}`, ...shown.map((section) => tableOf(...section))].join('\n')
}

const entryCells = ({ identity: id, name: shown, since }: z.output<typeof entry>) => [
  id ?? '(their data was deleted)',
  shown ?? '',
  `since ${since}`,
]

function tableOf(heading: string, rows: string[][], more: number): string {
  const cells = rows.map((row) => row.map(oneLine))
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const lines = cells.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  )
  return `${[heading, ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n')}\n`
}
