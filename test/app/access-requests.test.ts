import { expect, test } from 'vitest'
import { answerAccess } from '#app/access-requests.ts'
import { readConfig } from '#app/config.ts'
import { accessSettings, accessState } from '#app/access-state.ts'
import type { Operator } from '#core/access/operator.ts'
import { OPERATOR_ID } from '#core/contract/ids.ts'

const refusing = new Proxy({} as Operator, {
  get: () => () => {
    throw new Error('was asked')
  },
})

test.each([
  undefined,
  'approve',
  { op: 'approve' },
  { op: 'delete', identity: 'telegram:1:2' },
  { op: 'block', identity: 'ana' },
  { op: 'block', identity: `telegram:1:${'9'.repeat(300)}` },
  { op: 'block', identity: 'telegram:1:2', also: 'x' },
  { op: 'group', group: 'telegram:1:-5', mode: 'loud' },
])('%j is refused before anything is done', (body) => {
  expect(() => answerAccess(refusing, body)).toThrow(/Invalid|Too big|Unrecognized/)
})

test.each([
  ['telegram:123456:987', true],
  ['telegram:123456:-1001234', true],
  ['whatsapp-cloud:1:49151', true],
  ['web:bot:9bGq-_', true],
  ['icq:1:2', false],
  ['telegram:1', false],
  ['telegram:1:', false],
  ['telegram:1:2\u0000', false],
  [' telegram:1:2', false],
])('%s is an id: %s', (id, isId) => expect(OPERATOR_ID.test(id)).toBe(isId))

test.each([
  ['open', {}, 0, undefined],
  ['allow-list', {}, 0, 'allow-list'],
  ['pairing', {}, 0, 'pairing'],
  ['pairing', {}, 1, 'pairing, 1 code waits to be approved: npm run access -- list'],
  ['pairing', {}, 3, 'pairing, 3 codes wait to be approved: npm run access -- list'],
  ['open', { whatsapp: 'open' }, 0, undefined],
  ['open', { whatsapp: 'pairing' }, 0, 'open, whatsapp: pairing'],
  ['open', { whatsapp: 'pairing' }, 1, 'open, whatsapp: pairing, 1 code waits to be approved: npm run access -- list'],
  ['pairing', { whatsapp: 'pairing' }, 0, 'pairing'],
  ['pairing', { whatsapp: 'open' }, 0, 'pairing, whatsapp: open'],
] as const)('doctor says of mode %s and %o with %d open codes: %s', async (mode, modes, codes, detail) => {
  const access = { modes: () => ({ mode, modes }), operator: { openCodes: async () => codes } }
  expect((await accessState(access, () => true))?.detail).toBe(detail)
})

test('the mode of a platform holds also while it is off, and doctor is silent about it then', async () => {
  const settings = accessSettings(await readConfig({ env: { CHASQUI_DATA: '/nowhere' } }))
  expect(settings.modes).toEqual({ whatsapp: 'pairing' })
  const access = { modes: () => settings, operator: { openCodes: async () => 1 } }
  expect(await accessState(access, () => false)).toBeUndefined()
})
