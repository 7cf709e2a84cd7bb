import { expect, test } from 'vitest'
import { listSchema, sentenceOf, tablesOf } from '#cli/access-words.ts'

const NOBODY = { rows: [], more: 0 }
const list = listSchema.parse({
  mode: 'pairing',
  modes: {},
  allow: [],
  codes: [],
  approved: NOBODY,
  blocked: NOBODY,
  groupMode: 'replies',
  groups: NOBODY,
})
const since = '2030-01-01T00:00:00.000Z'

test('a list shows only what there is, in columns, and how much is left out', () => {
  const groups = { rows: [{ group: 'telegram:1:-5', title: 'us', mode: null }], more: 3 }
  const blocked = { rows: [{ identity: null, name: null, since }], more: 0 }
  expect(tablesOf(list)).toBe('mode: pairing\n')
  const own = { ...list, mode: 'open' as const, modes: { whatsapp: 'pairing' as const } }
  expect(tablesOf(own)).toBe('mode: open\nmode of whatsapp: pairing\n')
  expect(tablesOf({ ...list, blocked, groups })).toBe(
    `mode: pairing\n\nblocked\n  (their data was deleted)    since ${since}\n\n` +
      'groups\n  telegram:1:-5  replies (access.groupMode)  us\n  and 3 more\n',
  )
})

test('a name can neither command the terminal, nor look like an id or a line of its own', () => {
  const name = '\u001b[2Jevil\ntelegram:1:1 \u202Eadmin'
  const approved = { rows: [{ identity: 'telegram:1:2', name, since }], more: 0 }
  const table = tablesOf({ ...list, approved })
  expect(table.split('\n')).toHaveLength(5)
  expect(table).toContain('  telegram:1:2  [2Jevil telegram:1:1 admin  since')
  const { text } = sentenceOf(
    { type: 'unblocked', identity: 'telegram:1:2', name },
    { op: 'unblock', identity: 'telegram:1:2' },
  )
  expect(text).toMatch(/^telegram:1:2 \(\[2Jevil telegram:1:1 admin\) is no longer blocked/)
})
