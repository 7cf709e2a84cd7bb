import {
  accountId,
  conversationId,
  identityId,
  type ConversationId,
  type IdentityId,
  type PersonId,
} from '#core/contract/ids.ts'
import type { MessageEvent } from '#core/contract/message.ts'
import type { TurnSteps } from '#core/contract/turn-steps.ts'
import type { Send } from '#core/store/schema.ts'
import { textsFor } from '#core/texts/texts.ts'
import { DEMO_BOTS, type DemoPerson } from './people.ts'
import type { PlannedTurn } from './plan.ts'
import type { SeededRandom } from './random.ts'

/** Who a person of the demo is to the service. */
export type DemoWriter = {
  readonly id: PersonId
  readonly about: DemoPerson
  readonly identity: IdentityId
  readonly conversation: ConversationId
}

export function writerOf(about: DemoPerson, number: number, random: SeededRandom): DemoWriter {
  const account = accountId(about.platform, DEMO_BOTS[about.platform] ?? '')
  const user = String(900_000_000 + number)
  const id = random.id() as PersonId
  return { id, about, identity: identityId(account, user), conversation: conversationId(account, user) }
}

/** The values of one turn's rows, as if the service had answered it then. */
export function demoTurn(
  planned: PlannedTurn,
  writer: DemoWriter,
  { number, random }: { number: number; random: SeededRandom },
) {
  const { line, atMs } = planned
  const [eventId, turnId, replyId] = [random.id(), random.id(), random.id()]
  const times = timesOf(line.picture !== undefined, random)
  const texts = textsFor(writer.about.locale)
  const { hazard } = line
  const notice = hazard?.direction === 'in' ? texts.blockedQuestion : texts.blockedAnswer
  const answer = hazard === undefined ? line.answer : notice
  const state = hazard === undefined ? 'answered' : 'blocked'
  const event = eventOf(planned, writer, number)
  const finishedAt = new Date(atMs + times.totalMs)
  const sent: Send = {
    state: 'sent',
    index: 0,
    receipt: { messageId: `demo-${number}-reply`, atMs: finishedAt.getTime() },
    labelled: false,
    text: answer,
    final: true,
  }
  return {
    eventId,
    turnId,
    replyId,
    event,
    state,
    answer,
    hazards: hazard === undefined ? null : [hazard.code],
    steps: times.steps,
    receivedAt: new Date(atMs),
    finishedAt,
    sends: [sent],
    kind: state === 'answered' ? 'answer' : 'block',
    outcome: state === 'answered' ? 'reply' : 'block',
    tokens:
      state === 'answered' ? { prompt: random.between(120, 900), answer: Math.ceil(answer.length / 4) } : undefined,
    verdicts: verdictsOf(hazard, random),
    judged: hazard?.direction === 'out' ? hazard.withheld : line.asked,
  }
}

export type DemoTurn = ReturnType<typeof demoTurn>

function eventOf(
  { line, atMs }: PlannedTurn,
  { about, identity, conversation }: DemoWriter,
  number: number,
): MessageEvent {
  const [platform = '', bot = ''] = identity.split(':')
  const words = { type: 'text', text: line.asked } as const
  const picture = { type: 'image', ref: `demo-${number}`, mime: 'image/jpeg', caption: line.asked } as const
  return {
    v: 1,
    type: 'message',
    messageId: `demo-${number}`,
    platform: about.platform,
    account: accountId(about.platform, bot),
    chat: { id: conversation.slice(`${platform}:${bot}:`.length), kind: 'dm' },
    sender: { id: identity, displayName: about.name, isBot: false },
    sentAtMs: atMs - 400,
    receivedAtMs: atMs,
    locale: about.locale,
    parts: [line.picture === undefined ? words : picture],
    addressed: 'dm',
  }
}

/** Most answers begin within a second; some wait for the engine. */
function timesOf(hasPicture: boolean, random: SeededRandom): { steps: TurnSteps; totalMs: number } {
  const slow = random.is(0.06) ? random.between(2_000, 9_000) : 0
  const parts = [
    ['waited', random.between(2, 12) + slow],
    ['permit', random.between(1, 4)],
    ...(hasPicture ? ([['pictures', random.between(60, 320)]] as const) : []),
    ['judge-in', random.between(40, 140)],
    ['gather', random.between(4, 22)],
    ['engine', random.between(300, 1_900)],
    ['judge-out', random.between(50, 220)],
  ] as const
  let fromMs = 0
  const steps = parts.map(([name, tookMs]) => {
    const step = { name, fromMs, tookMs }
    fromMs += tookMs
    return step
  })
  const storedMs = random.between(3, 9)
  const firstTokenMs = random.between(120, 290)
  const engineFromMs = steps.find(({ name }) => name === 'engine')?.fromMs ?? 0
  const firstToken = { name: 'first-token', fromMs: engineFromMs, tookMs: firstTokenMs } as const
  const firstWordsMs = engineFromMs + firstTokenMs
  return { steps: { firstWordsMs, steps: [...steps, firstToken] }, totalMs: fromMs + storedMs }
}

function verdictsOf(hazard: PlannedTurn['line']['hazard'], random: SeededRandom) {
  const verdict = (direction: 'in' | 'out') => {
    const isBlock = hazard?.direction === direction
    return {
      direction,
      outcome: isBlock ? 'block' : 'pass',
      hazards: isBlock && hazard !== undefined ? [hazard.code] : [],
      probability: isBlock ? random.between(71, 99) / 100 : random.between(1, 12) / 100,
      tookMs: random.between(30, 140),
    }
  }
  return hazard?.direction === 'in' ? [verdict('in')] : [verdict('in'), verdict('out')]
}
