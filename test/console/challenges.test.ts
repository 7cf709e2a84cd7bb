import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createChallenges } from '#console/api/accounts/challenges.ts'
import { relyingPartyOf } from '#console/api/accounts/relying-party.ts'
import { ManualClock } from '../kit/manual-clock.ts'

test('a challenge lasts five minutes, and not beyond a restart', () => {
  const clock = new ManualClock()
  const key = randomBytes(32)
  const challenges = createChallenges({ key, clock, randomBytes })
  const made = () => challenges.make('sign in')
  const [first, second, third] = [made(), made(), made()]
  expect(challenges.spend(third.cookie, 'prove x')).toBeUndefined()
  expect(createChallenges({ key, clock, randomBytes }).spend(third.cookie, 'sign in')).toBeUndefined()
  clock.turn(5 * 60_000)
  expect(challenges.spend(first.cookie, 'sign in')).toBe(first.challenge)
  clock.turn(1)
  expect(challenges.spend(second.cookie, 'sign in')).toBeUndefined()
  for (const wrong of [undefined, '', 'x', 'A'.repeat(200)]) expect(challenges.spend(wrong, 'sign in')).toBeUndefined()
})

test.each([
  [undefined, { id: 'localhost', origin: 'http://localhost:3001' }],
  ['https://bots.example/console', { id: 'bots.example', origin: 'https://bots.example' }],
  ['https://bots.example:8443', { id: 'bots.example', origin: 'https://bots.example:8443' }],
  ['http://localhost:4001', { id: 'localhost', origin: 'http://localhost:4001' }],
  ['http://bots.example', undefined],
  ['https://192.0.2.1', undefined],
  ['https://[2001:db8::1]', undefined],
  ['http://127.0.0.1:3001', undefined],
])('at %s the console is known to authenticators as %j', (url, party) => {
  expect(relyingPartyOf(url, 3001)).toEqual(party)
})
