import { afterAll, beforeAll, test } from 'vitest'
import { randomFrom } from '../core/random.ts'
import type { Person } from '../kit/telegram/person.ts'
import { auditOf } from './audit.ts'
import { openStage, patience, type Stage } from './stage.ts'

const SEED = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000)
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 20)
const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin']
const MESSAGES_A_ROUND_MAX = 8
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
    return `You said: ${last}\n${'knotted-word '.repeat(words)}${/\bevil\b/.test(last) ? 'and then the bomb.' : 'and that was it.'}`
  }
  const isUnsafe = (text: string) => {
    happened()
    return /\bbomb\b/.test(text)
  }
  stage = await openStage({ host: { answer, isUnsafe } })
  stage.telegram.world.onChange(() => happened())
})
afterAll(() => stage?.[Symbol.asyncDispose]())

test(`a storm of kills leaves every promise kept (again: CRASH_SEED=${SEED})`, { timeout: TEST_MS }, async () => {
  const { telegram } = stage
  const random = randomFrom(SEED)
  const people = NAMES.map((name) => telegram.person(name))
  let sent = 0
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (let left = random.upTo(MESSAGES_A_ROUND_MAX - 1); left >= 0; left -= 1) {
      const person: Person = random.of(people)
      sent += 1
      person.sends(`canary-${person.user.first_name} message-${sent} ${random.of(['', '', 'long', 'evil', 'long evil'])}`)
    }
    await killedAfter(1 + random.upTo(EVENTS_BEFORE_KILL_MAX - 1))
    await stage.startAgain()
  }
  await everythingDone()
  stage.recovered('the last round')
  const audit = await auditOf(stage, people)
  process.stdout.write(`${ROUNDS} kills: ${audit.summary()}\n`)
  audit.everyEventHasOneOutcome(sent)
  audit.everyReplyIsShownAsStored()
  audit.noAnswerIsRepeatedWithoutSayingSo()
  audit.repliesStandInOrder()
  audit.nobodyHearsOfAnother()
  audit.nothingUnjudgedIsShown(/bomb/)
  audit.nothingIsTold(['canary-', 'message-', 'knotted', telegram.token])
})

/** Kills the service in the middle of the n-th thing that happens around it, or when there is nothing left to happen. */
async function killedAfter(events: number): Promise<void> {
  let left = events
  happened = () => {
    left -= 1
    if (left === 0) stage.service.signal('SIGKILL')
  }
  await Promise.race([stage.service.exited, everythingDone().catch(() => stage.service.exited)])
  happened = () => {}
  await stage.service.kill9()
}

async function everythingDone(): Promise<void> {
  await stage.telegram.until(() => stage.telegram.unconfirmed.length === 0 || undefined, patience)
  await stage.settled()
}
