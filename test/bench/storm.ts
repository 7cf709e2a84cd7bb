import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { randomFrom } from '../core/random.ts'
import type { Answered, Operator } from '../kit/console.ts'
import type { PlatformPerson } from '../kit/platform.ts'
import { untilNone } from '../kit/settled.ts'
import type { Benchmark, Figure } from './benchmark.ts'
import { auditOf, type Acted, type Found } from './storm-audit.ts'
import { MODELS, openStormStage, type StormStage } from './storm-stage.ts'
import { sum } from './statistics.ts'

const STORMS = 3
const MESSAGES = 250
const PEOPLE = { telegram: 12, web: 3 }
const PAUSE_MS_MAX = 150
const SETTLES_WITHIN_MS = 300_000
/** Of the answers of a host. People read after eight seconds that it takes longer. */
const LATE = 0.1
const LATE_MS = 9_500
const SLOW = 0.4
const STEP_MS = 400
/** Of the kills: a send of each arrives, and is not confirmed before. */
const SILENT = 0.5

export const storm: Benchmark = {
  about: `${MESSAGES} messages of ${PEOPLE.telegram + PEOPLE.web} people on Telegram and on the page, while the service is killed
  and started again, two operators take conversations over, answer and hand back, the channel is closed, opened and given other
  tokens, and another model takes the place of the one that answers (odd seeds), or answers come late and piece by piece (even
  ones). Each storm has a seed; STORM_SEED is the first`,
  async run(_root, { rounds = STORMS } = {}) {
    const first = Number(process.env.STORM_SEED ?? 1)
    const all: Found[] = []
    for (let seed = first; seed < first + rounds; seed += 1) {
      const found = await stormOf(seed)
      for (const anomaly of found.anomalies) process.stderr.write(`storm ${seed}: ${anomaly}\n`)
      process.stderr.write(`storm ${seed}: ${JSON.stringify({ ...found, anomalies: found.anomalies.length })}\n`)
      all.push(found)
    }
    return { figures: figuresOf(all) }
  },
}

const COUNTED = [
  ['messages', 'messages'],
  ['kills', 'kills'],
  ['messages of operators', 'ofOperators'],
  ['replies', 'replies'],
  ['  with the label that they may be repeated', 'labelled'],
  ['  given up, with the cause', 'failed'],
] as const

function figuresOf(all: readonly Found[]): Figure[] {
  const counts = COUNTED.map(([name, key]): Figure => ({ name, value: sum(all.map((found) => found[key])), unit: '' }))
  const anomalies = sum(all.map((found) => found.anomalies.length))
  return [...counts, { name: 'lost, doubled, or without a reply', value: anomalies, unit: '', target: { atMost: 0 } }]
}

async function stormOf(seed: number): Promise<Found> {
  const stage = await openStormStage({ isHosted: seed % 2 === 0 })
  try {
    const acts = new Acts(stage, seed)
    await acts.openChannel()
    await acts.untilAllIsSent()
    await acts.calm()
    return await auditOf(stage, acts)
  } finally {
    await stage[Symbol.asyncDispose]()
  }
}

type Act = () => Promise<unknown> | void

/** What people, operators and chance do, by a seed. */
class Acts implements Acted {
  readonly people: readonly PlatformPerson[]
  readonly told: { readonly text: string; readonly person: PlatformPerson; readonly isTaken: boolean }[] = []
  kills = 0
  sent = 0
  readonly #stage: StormStage
  readonly #random: ReturnType<typeof randomFrom>
  readonly #acts: readonly Act[]
  readonly #last = new Map<PlatformPerson, string>()
  #calls: Promise<unknown>[] = []
  #model = 0

  constructor(stage: StormStage, seed: number) {
    this.#stage = stage
    this.#random = randomFrom(seed)
    const named = ([telegram, web]: StormStage['platforms']) => [
      ...Array.from({ length: PEOPLE.telegram }, (_, nth) => telegram?.person(`t${nth}`)),
      ...Array.from({ length: PEOPLE.web }, (_, nth) => web?.person(`w${nth}`)),
    ]
    this.people = named(stage.platforms).filter((person) => person !== undefined)
    // An act that stands here more often is done more often.
    this.#acts = [
      ...Array.from({ length: 24 }, () => () => this.#says()),
      ...Array.from({ length: 3 }, () => () => this.#edits()),
      () => this.#stops(),
      ...Array.from({ length: 5 }, () => () => this.#takesOver()),
      ...Array.from({ length: 6 }, () => () => this.#answers()),
      ...Array.from({ length: 3 }, () => () => this.#handsBack()),
      () => this.#switchesOff(),
      () => this.#changesToken(),
      () => this.#switchesModel(),
      ...Array.from({ length: 2 }, () => () => this.#kills()),
    ]
  }

  async untilAllIsSent(): Promise<void> {
    while (this.sent < MESSAGES) {
      await this.#random.of(this.#acts)()
      await wait(this.#random.upTo(PAUSE_MS_MAX))
    }
  }

  /** All conversations are handed back, the channel is open, and nothing waits any more. */
  async calm(): Promise<void> {
    await Promise.all(this.#calls)
    await this.openChannel()
    for (const operator of this.#stage.operators) {
      for (const person of this.people) await this.#asks(operator, 'DELETE', `${pathOf(person)}/take-over`)
    }
    const lateMs = performance.now() + SETTLES_WITHIN_MS
    const isOver = () => performance.now() > lateMs
    while (!this.#stage.platforms.every(({ isTaken }) => isTaken) && !isOver()) await wait(100)
    const database = await this.#stage.service.database()
    const settled = () => untilNone(database, UNSETTLED).then(() => true)
    while (!(await settled().catch(() => false)) && !isOver());
    await database.end()
  }

  /** Also where it is open. */
  async openChannel(): Promise<void> {
    const [operator] = this.#stage.operators as [Operator]
    const path = '/api/channels/telegram'
    for (;;) {
      await this.#stage.query('update console_session set proved_at = now()').catch(() => undefined)
      type Channel = { settings: { key: string; revision: number }[] }
      const seen = await operator.get<Channel>(path).catch(() => undefined)
      const revision = seen?.body.settings.find(({ key }) => key === 'telegram.token')?.revision ?? 0
      const changes = [{ key: 'telegram.token', value: this.#stage.telegram.token, revision }]
      if ((await this.#asks(operator, 'PUT', path, { changes }))?.status === 200) return
      await wait(500)
    }
  }

  #says(): void {
    const person = this.#random.of(this.people)
    this.sent += 1
    const [isLate, isSlow] = [this.#random.next() < LATE, this.#random.next() < SLOW]
    if (isLate) this.#stage.host?.fail('chat', { type: 'hold', go: wait(LATE_MS) })
    else if (isSlow) this.#stage.host?.fail('chat', { type: 'steps', everyWords: 20, next: () => wait(STEP_MS) })
    const text = `${this.#random.of(['hello', 'what is this', 'tell me more'])}, message-${this.sent}`
    this.#last.set(person, person.says(text))
  }

  #edits(): void {
    const person = this.#random.of(this.people.filter(({ identity }) => identity.startsWith('telegram')))
    const last = this.#last.get(person)
    if (last !== undefined) person.edits(last, `what I meant is this ${this.sent}`)
  }

  #stops(): void {
    this.#random.of(this.people).commands('stop')
    this.sent += 1
  }

  #takesOver(): void {
    const operator = this.#random.of(this.#stage.operators)
    const path = pathOf(this.#random.of(this.people))
    this.#later(async () => {
      type State = { takenOver?: { revision: string } }
      const state = await operator.get<State>(`${path}/state`).catch(() => undefined)
      const seen = state?.body.takenOver?.revision
      await this.#asks(operator, 'POST', `${path}/take-over`, seen === undefined ? {} : { seen })
    })
  }

  /** As the page does, under the same key until it is known how it went. */
  #answers(): void {
    const operator = this.#random.of(this.#stage.operators)
    const person = this.#random.of(this.people)
    const text = `operator-${this.told.length + this.#calls.length} says this`
    const body = { text, key: randomBytes(16).toString('hex'), seenSeq: 100_000 }
    this.#later(async () => {
      let answer: Answered<unknown> | undefined
      for (let tries = 0; answer === undefined && tries < 40; tries += 1) {
        answer = await this.#asks(operator, 'POST', `${pathOf(person)}/messages`, body)
        if (answer === undefined) await wait(500)
      }
      this.told.push({ text, person, isTaken: answer?.status === 200 })
    })
  }

  #handsBack(): void {
    const operator = this.#random.of(this.#stage.operators)
    const path = `${pathOf(this.#random.of(this.people))}/take-over`
    this.#later(() => this.#asks(operator, 'DELETE', path))
  }

  async #switchesOff(): Promise<void> {
    await this.#asks(this.#random.of(this.#stage.operators), 'POST', '/api/channels/telegram/off')
    await wait(this.#random.upTo(500))
    this.#later(() => this.openChannel())
  }

  #changesToken(): void {
    this.#stage.telegram.rotateToken()
    this.#later(() => this.openChannel())
  }

  #switchesModel(): void {
    if (this.#stage.host !== undefined) return
    this.#model = 1 - this.#model
    const model = MODELS[this.#model]
    this.#later(() => this.#asks(this.#random.of(this.#stage.operators), 'POST', '/api/models/switch', { model }))
  }

  async #kills(): Promise<void> {
    this.kills += 1
    if (this.#random.next() < SILENT) this.#stage.platforms[0]?.faults.add({ op: 'send', silent: true })
    await wait(this.#random.upTo(PAUSE_MS_MAX))
    await this.#stage.killAndStartAgain()
  }

  #later(work: () => Promise<unknown>): void {
    this.#calls.push(work())
  }

  /** Undefined where the service is not there. */
  async #asks(operator: Operator, method: 'POST' | 'PUT' | 'DELETE', path: string, body: object = {}) {
    return operator.send(method, path, body).catch(() => undefined)
  }
}

const pathOf = ({ identity }: PlatformPerson) => `/api/conversations/${encodeURIComponent(identity)}`

const UNSETTLED = `
  select 'event ' || kind || ' ' || state as what from event where state <> 'done' union all
  select concat_ws(' ', 'reply', state) from outbox where state in ('live', 'ready')`
