import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { answerWhatsApp, whatsAppStatus } from '#app/whatsapp-requests.ts'
import { BAN_WARNING } from '#app/whatsapp-warning.ts'
import { CodedError } from '#machine/coded-error.ts'
import { fakeLinking } from '../kit/fake-linking.ts'

const settings = { enabled: true, access: 'pairing' } as const
const depsOf = (linking: ReturnType<typeof fakeLinking>) => ({
  settings: () => settings,
  channels: () => [{ name: 'telegram' as const }, { name: 'whatsapp' as const, linking }],
})

test.each([
  undefined,
  'link',
  { op: 'link', acknowledged: 'yes' },
  { op: 'link', acknowledged: true, phoneNumber: '+49 151' },
  { op: 'link', acknowledged: true, phoneNumber: '0151234567' },
  { op: 'link', acknowledged: true, phoneNumber: '4'.repeat(16) },
  { op: 'unlink', also: 'x' },
  { op: 'send', to: '49151' },
])('%j is refused before anything is done', async (body) => {
  const linking = fakeLinking()
  await expect(answerWhatsApp(depsOf(linking), body)).rejects.toThrow(/Invalid|Unrecognized/)
  expect(linking.asked).toEqual([])
})

test.each([{}, { acknowledged: false }])('nobody links without having been warned: %j', async (how) => {
  const linking = fakeLinking()
  const answer = await answerWhatsApp(depsOf(linking), { op: 'link', ...how })
  expect(answer).toEqual({ type: 'unacknowledged', warning: BAN_WARNING })
  expect(linking.asked).toEqual([])
})

test('a link that was asked for begins, with a phone number or without', async () => {
  const linking = fakeLinking()
  const link = (how: object) => answerWhatsApp(depsOf(linking), { op: 'link', acknowledged: true, ...how })
  expect(await link({})).toEqual({ type: 'linking' })
  expect(await link({ phoneNumber: '4915123456789' })).toEqual({ type: 'linking' })
  expect(linking.asked).toEqual([{ phoneNumber: undefined }, { phoneNumber: '4915123456789' }])
})

test.each([
  { state: 'ready', detail: '', phoneNumber: '4915123456789' },
  { state: 'degraded', detail: '', phoneNumber: '4915123456789' },
  { state: 'connecting', detail: '', phoneNumber: '4915123456789' },
] as const)('an account that is linked stays it: $state', async (state) => {
  const linking = fakeLinking(state)
  const answer = await answerWhatsApp(depsOf(linking), { op: 'link', acknowledged: true })
  expect(answer).toEqual({ type: 'already-linked', phoneNumber: '4915123456789' })
  expect(linking.asked).toEqual([])
})

test('where it cannot run, linking is refused with the reason, and unlinking still asks it', async () => {
  const linking = fakeLinking({ state: 'off', detail: 'no Chromium' })
  const refused = await answerWhatsApp(depsOf(linking), { op: 'link', acknowledged: true })
  expect(refused).toMatchObject({ type: 'refused', detail: 'no Chromium' })
  expect(await answerWhatsApp(depsOf(linking), { op: 'unlink' })).toEqual({ type: 'unlinked' })
  expect(linking.asked).toEqual(['unlink'])
})

test('what the channel refuses is told, what is a fault of ours is not', async () => {
  const linking = fakeLinking()
  linking.fails = new CodedError('refused', 'Wait an hour.')
  const body = { op: 'link', acknowledged: true }
  expect(await answerWhatsApp(depsOf(linking), body)).toMatchObject({ type: 'refused', detail: 'Wait an hour.' })
  linking.fails = new TypeError('a fault')
  await expect(answerWhatsApp(depsOf(linking), body)).rejects.toThrow('a fault')
})

test.each([
  [false, /WhatsApp is not switched on: set WHATSAPP_ENABLED=true/],
  [true, /use npm start/],
])('without the channel it is off, and says why (enabled: %s)', async (enabled, why) => {
  const deps = { settings: () => ({ ...settings, enabled }), channels: () => [] }
  expect(whatsAppStatus(deps)).toMatchObject({
    state: 'off',
    detail: expect.stringMatching(why) as string,
    access: 'pairing',
  })
  const answer = await answerWhatsApp(deps, { op: 'link', acknowledged: true })
  expect(answer).toMatchObject({ type: 'refused', detail: expect.stringMatching(why), sentences: [{ values: {} }] })
})

test('the page for operators begins with the warning, word for word', async () => {
  const page = await readFile('docs/channels/whatsapp.md', 'utf8')
  const words = (text: string) => text.replaceAll(/^> ?/gm, '').replaceAll(/\s+/g, ' ')
  expect(words(page).slice(0, 1_000)).toContain(words(BAN_WARNING).slice(0, 200))
  expect(words(page)).toContain(words(BAN_WARNING))
})
