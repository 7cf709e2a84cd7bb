import { expect, test } from 'vitest'
import { followLink, LINK_MINUTES_MAX } from '#cli/whatsapp-link.ts'
import { inFours } from '#core/contract/linking.ts'
import { agoWords, statusWords, type Status } from '#cli/whatsapp-words.ts'

test.each([
  [-5_000, 'just now'],
  [999, 'just now'],
  [1_000, '1 second ago'],
  [59_999, '59 seconds ago'],
  [60_000, '1 minute ago'],
  [7_200_000, '2 hours ago'],
  [86_400_000 * 3, '3 days ago'],
])('%d ms are %s', (ms, words) => expect(agoWords(ms)).toBe(words))

test.each([
  ['ABCD2345', 'ABCD-2345'],
  ['ABCD-2345', 'ABCD-2345'],
  ['ABC', 'ABC'],
])('the code %s is shown as %s', (code, shown) => expect(inFours(code)).toBe(shown))

test.each([
  [{ count: 1, newestFor: { english: 'It was killed.' } }, 'once, the last time: It was killed.'],
  [{ count: 3, newestFor: { english: 'It hung.' } }, '3 times, the last time: It hung.'],
])('restarts are counted, with the reason of the last: %j', (restarts, words) => {
  const status: Status = { state: 'ready', detail: '', access: 'open', restarts }
  expect(statusWords(status, 0)).toMatch(new RegExp(`^restarted +${words}$`, 'm'))
})

test('what is not known is left out, and nothing in a text moves the cursor', () => {
  const status: Status = { state: 'off', detail: 'no browser\u001B[2J', access: 'pairing' }
  expect(statusWords(status, 0)).toBe('state             off: no browser[2J\n')
})

/** A clock on which waiting takes no time. */
function hastyClock() {
  let ms = 0
  return { now: () => ms, monotonicMs: () => ms, sleep: async (delayMs: number) => void (ms += delayMs) }
}

/** What is said and shown while the service tells these states, the last one for ever. */
async function follow(...states: readonly Omit<Status, 'access'>[]) {
  const left = states.map((state): Status => ({ ...state, access: 'open' }))
  const said: string[] = []
  const end = await followLink({
    status: async () => (left.length > 1 ? left.shift()! : left[0]!),
    view: { show: async (qr) => void said.push(`[${qr}]`) },
    say: (line) => said.push(line.trim().split('\n').at(-1)!.trim()),
    clock: hastyClock(),
  })
  return { said, end }
}

const connecting = { state: 'connecting', detail: '' } as const
const qr = (code: string) => ({ state: 'qr', detail: '', qr: code }) as const

test('each state is said once, each code shown once, and everybody is warned whom an open access answers', async () => {
  const { said, end } = await follow(connecting, connecting, qr('a'), qr('a'), qr('b'), connecting, {
    state: 'ready',
    detail: '',
    phoneNumber: '49151',
  })
  expect(said).toEqual([
    'The browser starts and loads WhatsApp Web …',
    '3. Scan the code below; it changes by itself every few seconds',
    '[a]',
    '[b]',
    'The phone has taken the code; the chats are read …',
  ])
  expect(end).toEqual({ isLinked: true, text: expect.stringMatching(/^Linked as \+49151\.\nEverybody who writes/) })
})

test('a newer pairing code is said again, and trouble on the way with its reason', async () => {
  const pairing = (pairingCode: string) => ({ state: 'pairing', detail: '', pairingCode }) as const
  const degraded = { state: 'degraded', detail: 'the browser is started again' } as const
  const { said } = await follow(pairing('ABCD2345'), pairing('EFGH2345'), degraded, { state: 'off', detail: '' })
  expect(said).toEqual(['3. Type ABCD-2345', '3. Type EFGH-2345', 'degraded: the browser is started again'])
})

test('a phone that is never there, a refusal and a browser that is gone each come to an end that says what to do', async () => {
  const never = await follow(qr('a'))
  expect(never.end).toEqual({
    isLinked: false,
    text: `Not linked within ${LINK_MINUTES_MAX} minutes. For a new code: npm run whatsapp -- link`,
  })
  const out = await follow(qr('a'), { state: 'logged-out', detail: 'the phone refused' })
  expect(out.end).toEqual({ isLinked: false, text: 'Not linked: the phone refused' })
  const off = await follow(connecting, { state: 'off', detail: 'no Chromium: run: x' })
  expect(off.end).toEqual({ isLinked: false, text: 'WhatsApp is off: no Chromium: run: x' })
})
