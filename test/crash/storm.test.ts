import { afterAll, beforeAll, test } from 'vitest'
import { randomFrom } from '../core/random.ts'
import type { Person } from '../kit/telegram/person.ts'
import { auditOf } from './audit.ts'
import { openStage, waitOptions, type Stage } from './stage.ts'

// One seed for everybody's run: a test must not fail by the luck of a day. Other storms are asked for by their number.
const SEED = Number(process.env.CRASH_SEED ?? 1)
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 20)
const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin']
const MESSAGES_A_ROUND_MAX = 8
const VICTIMS = ['service', 'service', 'service', 'postgres', 'redis'] as const
/** What happens at the model host and at Telegram between one kill and the next. */
const EVENTS_BEFORE_KILL_MAX = 40
/** Of an answer that takes two messages of Telegram. */
const LONG_WORDS = 450
const TEST_MS = 300_000

let stage: Stage
/** Called at everything that can be seen from outside the service. */
let happened = () => {}

beforeAll(async () => {
  const answer = ({ last }: { last: string }) => {
    happened()
    const words = /\blong\b/.test(last) ? LONG_WORDS : 12
    const end = /\bevil\b/.test(last) ? 'and then the bomb.' : 'and that was it.'
    return `You said: ${last}\n${'knotted-word '.repeat(words)}${end}`
  }
  const isUnsafe = (text: string) => {
    happened()
    return /\bbomb\b/.test(text)
  }
  stage = await openStage({ host: { answer, isUnsafe } })
  stage.telegram.state.onChange(() => happened())
})
afterAll(() => stage?.[Symbol.asyncDispose]())

test(`a storm of kills leaves every promise kept (again: CRASH_SEED=${SEED})`, { timeout: TEST_MS }, async () => {
  const { telegram } = stage
  const random = randomFrom(SEED)
  const people = NAMES.map((name) => telegram.person(name))
  const kills: string[] = []
  let sent = 0
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (let left = random.upTo(MESSAGES_A_ROUND_MAX - 1); left >= 0; left -= 1) {
      const person: Person = random.of(people)
      sent += 1
      const wish = random.of(['', '', 'long', 'evil', 'long evil'])
      person.sends(`canary-${person.user.first_name} message-${sent} ${wish}`)
    }
    const victim = random.of(VICTIMS)
    const events = 1 + random.upTo(EVENTS_BEFORE_KILL_MAX - 1)
    kills.push(victim)
    if (victim === 'service') await serviceKilledAfter(events)
    else await childKilledAfter(victim, events)
  }
  await everythingDone()
  stage.recovered('the last round')
  const audit = await auditOf(stage, people)
  process.stdout.write(`${kills.join(' ')}: ${audit.summary()}\n`)
  audit.everyEventHasOneOutcome(sent)
  audit.everyReplyIsShownAsStored()
  audit.noAnswerIsRepeatedWithoutSayingSo()
  audit.repliesStandInOrder()
  audit.nobodyHearsOfAnother()
  audit.nothingUnjudgedIsShown(/bomb/)
  audit.nothingIsTold(['canary-', 'message-', 'knotted', telegram.token])
})

/** Kills it in the middle of the n-th thing that happens around it, or when all is done, and starts it again. */
async function serviceKilledAfter(events: number): Promise<void> {
  const { service } = stage
  onEvent(events, () => service.signal('SIGKILL'))
  await Promise.race([service.exited, everythingDone().catch(() => service.exited)])
  happened = () => {}
  await service.kill9()
  await stage.startAgain()
}

/** The same for a program of its own, which it starts again itself. */
async function childKilledAfter(name: 'postgres' | 'redis', events: number): Promise<void> {
  const killed = new Promise<void>((resolve) => onEvent(events, resolve))
  await Promise.race([killed, everythingDone()])
  happened = () => {}
  await stage.service.killChild(name)
}

function onEvent(number: number, reached: () => void): void {
  let left = number
  happened = () => {
    left -= 1
    if (left === 0) reached()
  }
}

async function everythingDone(): Promise<void> {
  await stage.telegram.until(() => stage.telegram.unconfirmed.length === 0 || undefined, waitOptions)
  await stage.settled()
}
