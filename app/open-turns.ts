import { ChannelError, type Channel } from '#core/contract/channel.ts'
import type { RandomId } from '#core/contract/ids.ts'
import { ExportRefused, type Exporter } from '#core/export/exporter.ts'
import { createJudgedTexts, type JudgedTexts } from '#core/guard/judged-texts.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import { PICTURE_BYTES_MAX } from '#core/media/turn-pictures.ts'
import { openPersona, type Persona } from '#core/persona/persona.ts'
import { createPlayground, type Playground } from '#core/playground/playground.ts'
import type { TurnDeps, TurnSettings } from '#core/turn/deps.ts'
import { createTurns } from '#core/turn/run.ts'
import { createWorker, type Worker } from '#core/worker/worker.ts'
import type { Clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import type { OpenChannels } from './open-channels.ts'
import type { OpenEngines } from './open-engines.ts'
import type { OpenMemory } from './open-memory.ts'
import type { OpenPeople } from './open-people.ts'
import type { ClaimedStores, OpenStores } from './open-stores.ts'
import type { LiveSettings } from './run-time-settings.ts'
import { turnSettings } from './settings/of-parts.ts'

/** How long a person waits until the next try, until they are told so, and until an apology. */
export type RetryTimes = Partial<Pick<TurnSettings, 'retryFirstMs' | 'delayNoticeAfterMs' | 'giveUpAfterMs'>>

type TurnsDeps = Pick<OpenStores, 'store'> &
  Pick<ClaimedStores, 'bus' | 'wakeUps' | 'media'> &
  Pick<OpenEngines, 'live' | 'status' | 'forgetPrompts'> &
  Pick<OpenMemory, 'memory' | 'control'> &
  Pick<OpenPeople, 'access' | 'limits' | 'exporter'> &
  Pick<OpenChannels, 'channelFor'> & {
    readonly settings: LiveSettings
    readonly retries: RetryTimes | undefined
    readonly key: Buffer
    /** Of this process, on the conversations that it has claimed. */
    readonly owner: string
    readonly clock: Clock
    readonly randomId: RandomId
  }

export type OpenTurns = {
  /** Claims conversations and runs their turns. */
  readonly worker: Worker
  readonly persona: Persona
  /** Runs a turn of nobody, for an operator. */
  readonly playground: Playground
  readonly judgedTexts: JudgedTexts
}

/** What answers: a turn with all that it needs, and the worker that runs it. */
export async function openTurns(deps: TurnsDeps): Promise<OpenTurns> {
  const { store, bus, wakeUps, live, forgetPrompts, key, clock, randomId } = deps
  const persona = await openPersona({
    store,
    serving: live,
    engine: () => live.current.chat,
    clock,
    log: logFor('core:persona'),
  })
  const turnDeps = depsOfTurns(deps, persona)
  const judgedTexts = createJudgedTexts({ store, key })
  const mailbox = mailboxOf(deps, judgedTexts)
  const worker = createWorker({
    ...{ mailbox, turns: createTurns(turnDeps), wakeUps, bus, clock },
    log: logFor('core:worker'),
  })
  const trying = { turns: turnDeps, persona, forgetPrompts, random: randomId }
  const playground = createPlayground({ ...trying, log: logFor('core:playground') })
  return { worker, persona, playground, judgedTexts }
}

function depsOfTurns(deps: TurnsDeps, persona: Persona): TurnDeps {
  const { store, bus, media, live, status, memory, control, access, limits, exporter, channelFor, clock } = deps
  return {
    ...{ store, bus, media, control, memory, status, limits, serving: live, clock, access },
    systemWords: (engine, signal) => persona.wordsFor(engine, signal),
    fetchMedia: (turn, part, signal) => fetchFrom(channelFor(turn.account), part, signal),
    exportOf: (turn, signal) => exportFor(channelFor(turn.account), { exporter, turn }, signal),
    settings: () => ({ ...turnSettings(deps.settings.current()), ...deps.retries }),
    log: logFor('core:turn'),
  }
}

function mailboxOf({ settings, store, wakeUps, channelFor, owner, clock, randomId }: TurnsDeps, { seal }: JudgedTexts) {
  const wakeLearning = settings.current().memory.enabled ? () => void wakeUps.wakeJobs() : undefined
  return createMailbox({
    ...{ store, clock, random: randomId, owner, seal },
    albumWaitMs({ account, chat }) {
      const isUnmarked = channelFor(account)?.capabilities(chat).albumIn === 'unmarked'
      return isUnmarked ? settings.current().albums.waitMs : undefined
    },
    ...(wakeLearning && { wakeLearning }),
  })
}

function fetchFrom(channel: Channel | undefined, media: Parameters<TurnDeps['fetchMedia']>[1], signal: AbortSignal) {
  if (channel === undefined) throw new ChannelError('unreachable', 'The channel that took this picture is closed.')
  return channel.fetchMedia(media, { bytesMax: PICTURE_BYTES_MAX }, signal)
}

type Exporting = { readonly exporter: Exporter; readonly turn: Parameters<TurnDeps['exportOf']>[0] }

/** @throws {ExportRefused} a channel that takes no files */
async function exportFor(channel: Channel | undefined, { exporter, turn }: Exporting, signal: AbortSignal) {
  const takes = channel?.capabilities(turn.chat)
  if (takes?.files === 'none') throw new ExportRefused('no-files')
  const files = await exporter.exportOf(turn.person, { bytesMax: takes?.fileBytesMax ?? 0 }, signal)
  return { files, areFetched: takes?.files === 'link' }
}
