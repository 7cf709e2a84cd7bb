import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStageOn, type PlatformStage } from '../../crash/stage.ts'
import type { PlatformDouble, PlatformFeature, PlatformPerson } from '../../kit/platform.ts'
import { temporaryFolder } from '../../kit/product.ts'
import { untilNone } from '../../kit/settled.ts'
import {
  expectToldOnce,
  GROWING,
  requires,
  toldTo,
  waitOptions,
  WORDS_BEFORE_PAUSE,
  type OpenPlatform,
} from './journey.ts'

/** Where the service is with somebody's message when it is killed. */
type Moment = {
  readonly title: string
  readonly needs: readonly PlatformFeature[]
  readonly reach: (stage: PlatformStage, person: PlatformPerson) => Promise<unknown>
  /** After the new start, when everything is done. */
  readonly holds: (person: PlatformPerson) => void
}

const NEVER = new Promise<void>(() => undefined)

/** The last one ends by itself a second later. */
const MOMENTS: readonly Moment[] = [
  {
    title: 'in the last edit of an answer: it is whole, and nothing is repeated',
    needs: ['faults', 'growing answer'],
    async reach({ host, platform }, person) {
      const rest = Promise.withResolvers<void>()
      host.fail('chat', { type: 'pause', afterWords: WORDS_BEFORE_PAUSE, go: rest.promise })
      person.says('tell me about runners')
      await person.hears(/^The chasquis/, waitOptions)
      platform.faults.add({ op: 'edit', silent: true })
      rest.resolve()
      await person.hears(/carried knots\.$/, waitOptions)
    },
    holds: (person) => expect(toldTo(person)).toEqual([GROWING]),
  },
  {
    title: 'in a first send that arrived: nothing is lost, and what comes twice says so',
    needs: ['faults'],
    async reach({ platform }, person) {
      platform.faults.add({ op: 'send', silent: true })
      person.says('nobody answers')
      await person.hears(/You said: nobody answers/, waitOptions)
    },
    holds: (person) => expectToldOnce(person, 'You said: nobody answers'),
  },
  {
    title: 'after it has received a message: the message is answered exactly once',
    needs: [],
    async reach({ host, platform }, person) {
      host.fail('guard', { type: 'hold', go: NEVER })
      const judging = host.next('guard')
      person.says('are you there?')
      await judging
      await platform.until(() => platform.isTaken || undefined, waitOptions)
    },
    holds: (person) => expect(toldTo(person)).toEqual(['You said: are you there?']),
  },
  {
    title: 'in a first send that did not arrive: the answer comes once',
    needs: ['faults'],
    async reach({ platform, service }, person) {
      platform.faults.add({ op: 'send', drop: true })
      person.says('lost on the way')
      const database = await service.database()
      await untilNone(database, sendNotBegun(person)).finally(() => database.end())
    },
    holds(person) {
      expectToldOnce(person, 'You said: lost on the way')
      expect(toldTo(person)).toHaveLength(1)
    },
  },
]

const sendNotBegun = ({ chatId }: PlatformPerson) => `
  select 1 where not exists (select from outbox o join conversation c on c.id = o.conversation_id
    where c.chat ->> 'id' = '${chatId}' and o.sends <> '[]')`

/** One `kill -9`, while the service is at another moment with each of several people. */
export function channelCrashes(name: string, open: OpenPlatform): void {
  describe(`${name}, when the service is killed`, () => {
    let platform: PlatformDouble
    let dataFolder: string
    let stage: PlatformStage | undefined
    const isPossible = (needs: readonly PlatformFeature[]) => needs.every((feature) => !platform.cannot[feature])

    beforeAll(async () => {
      dataFolder = await temporaryFolder('journey')
      platform = await open({ dataFolder, now: Date.now })
      if (!isPossible(ALWAYS)) return
      const answer = ({ last }: { last: string }) => (last.includes('tell me') ? GROWING : `You said: ${last}`)
      stage = await openStageOn(platform, { host: { answer }, dataFolder })
      for (const { title, needs, reach } of MOMENTS) if (isPossible(needs)) await reach(stage, platform.person(title))
      await stage.service.kill9()
      // What was still to go wrong concerns the killed service alone.
      platform.faults.clear()
      await stage.startAgain()
      await stage.settled()
      stage.recovered('everybody answered')
    }, 90_000)
    afterAll(async () => {
      await (stage ?? platform)?.[Symbol.asyncDispose]()
      await rm(dataFolder, { recursive: true, force: true })
    })

    test.for(MOMENTS)('$title', ({ title, needs, holds }, context) => {
      requires(context, platform, ...ALWAYS, ...needs)
      holds(platform.person(title))
    })
  })
}

const ALWAYS: readonly PlatformFeature[] = ['missed messages']
