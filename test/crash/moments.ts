import { en } from '#core/texts/en.ts'
import { GROWING, WORDS_BEFORE_PAUSE } from '../kit/growing-answer.ts'
import type { PlatformDouble, PlatformFeature, PlatformPerson } from '../kit/platform.ts'
import { browsersBelow, leftOf } from './browsers.ts'
import { holdTable, openStageOn, toldTo, waitOptions, type PlatformStage } from './stage.ts'

/** Where the service is with somebody's message when it is killed. */
export type Moment = {
  readonly name: 'taking' | 'receive' | 'first send, arrived' | 'first send, lost' | 'last edit'
  readonly holds: string
  readonly needs: readonly PlatformFeature[]
  readonly reach: (stage: PlatformStage, person: PlatformPerson) => Promise<unknown>
  readonly answer: string
  /** All that the person may have been told, after the new start, when everything is done. */
  readonly permitted: readonly (readonly string[])[]
}

const NEVER = new Promise<void>(() => undefined)
const labelled = (answer: string) => `${en.maybeRepeated}\n\n${answer}`

/** In the order in which they are reached: the last one ends by itself a second later. */
export const MOMENTS: readonly Moment[] = [
  {
    name: 'last edit',
    holds: 'the answer is whole, and nothing is repeated',
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
    answer: GROWING,
    permitted: [[GROWING]],
  },
  {
    name: 'first send, arrived',
    holds: 'nothing is lost, and what comes twice says so',
    needs: ['faults'],
    async reach({ platform }, person) {
      platform.faults.add({ op: 'send', silent: true })
      person.says('nobody answers')
      await person.hears(/You said: nobody answers/, waitOptions)
    },
    answer: 'You said: nobody answers',
    permitted: [
      ['You said: nobody answers'],
      [labelled('You said: nobody answers')],
      ['You said: nobody answers', labelled('You said: nobody answers')],
    ],
  },
  {
    name: 'receive',
    holds: 'the message is answered exactly once',
    needs: [],
    async reach({ host, platform }, person) {
      host.fail('guard', { type: 'hold', go: NEVER })
      const judging = host.next('guard')
      person.says('are you there?')
      await judging
      await platform.until(() => platform.isTaken || undefined, waitOptions)
    },
    answer: 'You said: are you there?',
    permitted: [['You said: are you there?']],
  },
  {
    name: 'first send, lost',
    holds: 'the answer comes once',
    needs: ['faults'],
    async reach({ platform }, person) {
      const { faults } = platform
      const before = faults.struck
      // Also what a slow computer sends again before the kill.
      faults.add({ op: 'send', drop: true, times: 20 })
      person.says('lost on the way')
      await platform.until(() => faults.struck > before || undefined, waitOptions)
    },
    answer: 'You said: lost on the way',
    permitted: [['You said: lost on the way'], [labelled('You said: lost on the way')]],
  },
  {
    name: 'taking',
    holds: 'the message that was not stored yet is answered exactly once',
    needs: ['missed first message'],
    async reach({ service }, person) {
      // The connection that holds it ends with the service's Postgres.
      const events = await holdTable(service, 'event')
      person.says('is this stored?')
      await events.reached()
    },
    answer: 'You said: is this stored?',
    permitted: [['You said: is this stored?']],
  },
]

/** What people on a platform must be able to do for any of it. */
export const ALWAYS: readonly PlatformFeature[] = ['missed messages']

export const momentsOn = ({ cannot }: Pick<PlatformDouble, 'cannot'>): readonly Moment[] =>
  MOMENTS.filter(({ needs }) => [...ALWAYS, ...needs].every((feature) => cannot[feature] === undefined))

/** A service whose model gives the answers that the moments wait for. */
export function openMoments(platform: PlatformDouble, dataFolder: string): Promise<PlatformStage> {
  const answer = ({ last }: { last: string }) => (last.includes('tell me') ? GROWING : `You said: ${last}`)
  return openStageOn(platform, { host: { answer }, dataFolder })
}

/**
 * One `kill -9`, while the service is at another moment with each of several people, and a new start. Resolves when
 * everything is done.
 */
export async function killAt(
  moments: readonly Moment[],
  stage: PlatformStage,
  personAt: (moment: Moment) => PlatformPerson,
): Promise<Recovery> {
  for (const moment of moments) await moment.reach(stage, personAt(moment))
  const browsers = await browsersBelow(stage.service.pid)
  await stage.service.kill9()
  const left = leftOf(browsers)
  // What was still to go wrong concerns the killed service alone.
  stage.platform.faults.clear()
  const startedMs = performance.now()
  await stage.startAgain()
  const readyMs = performance.now() - startedMs
  // What was not stored is brought by the platform, or read back, at any time after the start.
  const isAnswered = (moment: Moment) => copiesTold(personAt(moment), moment).isWhole || undefined
  const answered = moments.map((moment) => stage.platform.until(() => isAnswered(moment), waitOptions))
  await Promise.allSettled(answered)
  await stage.settled()
  const answeredMs = performance.now() - startedMs
  return { readyMs, answeredMs, browsers: browsers.length, browsersLeft: await left }
}

export type Recovery = {
  /** From the new process on, until the platform reports that it takes messages. */
  readonly readyMs: number
  /** From the new process on, until the last answer is with its platform. */
  readonly answeredMs: number
  /** How many processes the killed service had in its browser. */
  readonly browsers: number
  readonly browsersLeft: number
}

/** How often a person has got the answer of a moment. What is only a part of it counts as a copy without a label. */
export function copiesTold(person: PlatformPerson, { answer }: Moment) {
  const told = toldTo(person)
  const isLabelled = (text: string) => text.startsWith(en.maybeRepeated)
  return {
    isWhole: told.includes(answer) || told.includes(labelled(answer)),
    plain: told.filter((text) => !isLabelled(text)).length,
    labelled: told.filter(isLabelled).length,
  }
}
