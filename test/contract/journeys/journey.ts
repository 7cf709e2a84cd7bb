import { afterAll, afterEach, beforeAll, describe, expect, type TestContext, vi } from 'vitest'
import { en } from '#core/texts/en.ts'
import type { Capabilities } from '#core/contract/channel.ts'
import { systemClock } from '#machine/clock.ts'
import { startModelHost, type ModelHost, type RecordedPrompt, type Written } from '../../kit/model-host.ts'
import type { OpenPlatform } from '../../kit/doubles.ts'
import type { PlatformDouble, PlatformFeature, PlatformPerson } from '../../kit/platform.ts'
import { startRunning, temporaryFolder, type Running } from '../../kit/product.ts'

/** Of a busy computer: what is not there by then does not come. */
export const waitOptions = { withinMs: 20_000 }

/** The whole service in this process on one platform, opened before the tests of a file and closed after them. */
export class Journey {
  host!: ModelHost
  platform!: PlatformDouble
  service!: Running
  /** Answers of the model host, by a word of the question; it repeats any other question. */
  readonly answers = new Map<string, string | Written>()
  #aheadMs = 0
  #people = 0

  async open(openPlatform: OpenPlatform): Promise<void> {
    const answer = ({ last }: { last: string }) => this.#answerTo(last)
    this.host = await startModelHost({ hasEyes: true, answer })
    const dataFolder = await temporaryFolder('journey')
    const now = () => Date.now() + this.#aheadMs
    this.platform = await openPlatform({ dataFolder, now })
    const overrides = { clock: { ...systemClock, now } }
    this.service = await startRunning({ host: this.host, dataFolder, env: this.platform.env, overrides })
    await this.#connected()
  }

  async close(): Promise<void> {
    await this.service?.[Symbol.asyncDispose]()
    await this.platform?.[Symbol.asyncDispose]()
    await this.host?.close()
  }

  /** Someone who has not written before. */
  stranger(name: string): PlatformPerson {
    return this.platform.person(`${name} ${++this.#people}`)
  }

  /** The same, and their first words are answered. */
  async acquaintance(name: string): Promise<PlatformPerson> {
    const person = this.stranger(name)
    person.says('good morning')
    await person.hears(/You said: good morning/, waitOptions)
    await this.settled()
    return person
  }

  get capabilities(): Capabilities {
    const channel = this.service.app.channels.all().find(({ name }) => name === this.platform.name)
    if (channel === undefined) throw new Error(`the service has no channel ${this.platform.name}`)
    return channel.capabilities({ id: '1', kind: 'dm' })
  }

  /** Prompts for an answer that hold these words. */
  asked(words: string): RecordedPrompt[] {
    return this.host.prompts.filter(({ kind, text }) => kind === 'chat' && text.includes(words))
  }

  /** Resolves when the service has stored all that people did. */
  async taken(): Promise<void> {
    await this.platform.until(() => this.platform.isTaken || undefined, waitOptions)
    // What came through a browser is taken from it before it is stored, and kept while that is not ready.
    const linking = this.service.app.channels.all().find(({ name }) => name === this.platform.name)?.linking
    const isStored = () => !linking || (linking.state.state === 'ready' && linking.state.unstored === undefined)
    if (!isStored()) await vi.waitUntil(isStored, { timeout: waitOptions.withinMs, interval: 10 })
  }

  /** Resolves when every event is done and every reply is with the platform. */
  async settled(): Promise<void> {
    await this.taken()
    await this.service.settled()
  }

  async query<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const database = await this.service.database()
    return (await database.query<Row>(text, values).finally(() => database.end())).rows
  }

  /** Ends the service in order; `meanwhile` is what happens at the platform until it starts again. */
  async restart(meanwhile: () => void = () => undefined): Promise<void> {
    await this.service.stop()
    meanwhile()
    await this.service.start()
    await this.#connected()
  }

  /** Time goes on, here and at the platform. */
  passes(ms: number): void {
    this.#aheadMs += ms
  }

  async #connected(): Promise<void> {
    const { app } = this.service
    await Promise.all([app.engine.ready(AbortSignal.timeout(20_000)), this.platform.connected({ url: app.url ?? '' })])
  }

  #answerTo(last: string): string | Written {
    const [, answer] = [...this.answers].find(([word]) => last.includes(word)) ?? []
    return answer ?? `You said: ${last}`
  }
}

/** Skips the test, with the platform's reason, where people there cannot do this. */
export function requires({ skip }: TestContext, { cannot }: PlatformDouble, ...features: PlatformFeature[]): void {
  for (const feature of features) {
    const reason = cannot[feature]
    if (reason !== undefined) skip(reason)
  }
}

/** Tests on one journey, which is opened for them. */
export function describeJourney(name: string, open: OpenPlatform, define: (journey: Journey) => void): void {
  describe(name, () => {
    const journey = new Journey()
    beforeAll(() => journey.open(open), 60_000)
    afterAll(() => journey.close())
    // A fault that was not met concerns no other test.
    afterEach(() => journey.platform.faults.clear())
    define(journey)
  })
}

/** What the bot said here, as it reads now. */
export function toldTo(person: PlatformPerson): string[] {
  return person
    .transcript()
    .filter(({ fromBot }) => fromBot)
    .map(({ text }) => text)
}

/**
 * Nothing is lost, and what came twice says so: this text, once as it is, at most once more with the label. Where the
 * platform recognises what it has, or shows what it has, nothing comes twice.
 */
export function expectToldOnce(person: PlatformPerson, text: string, capabilities?: Capabilities): void {
  const labelled = `${en.maybeRepeated}\n\n${text}`
  const isKnown = capabilities?.repeatedSend === 'key' || capabilities?.reconciledBy === 'read-back'
  expect(isKnown ? [[text]] : [[text], [labelled], [text, labelled]]).toContainEqual(toldTo(person))
}

/** Letters alone: platforms place lines and blanks in their own way. */
export const squeezed = (text: string) => text.replace(/\s+/g, '')
