import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { LiveChannels } from '#adapters/live-channels.ts'
import type { Readiness } from '#http/listener.ts'
import type { ServiceStatus } from '#core/contract/channel.ts'
import { createDeletions } from '#core/forget/deletions.ts'
import { createEnqueue } from '#core/jobs/enqueue.ts'
import type { Jobs } from '#core/jobs/jobs.ts'
import type { Engine } from '#engine/contract.ts'
import type { Hub } from '#engine/models/hub.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { openDataFolder, secretKey } from '#machine/data-folder.ts'
import { Disposer } from '#machine/disposer.ts'
import { probeHardware, type Hardware } from '#machine/hardware.ts'
import { logFor } from '#machine/log.ts'
import { readPrograms } from '#machine/programs.ts'
import { unusableProxies } from '#machine/proxy.mjs'
import { createBrowserFinder } from './find-browser.ts'
import { layered, type Config, type Layers } from './config.ts'
import { openConsoleOf, type AdminConsole } from './console.ts'
import { serviceForConsole } from './console-service.ts'
import { openChannels, type OpenChannels } from './open-channels.ts'
import { openEngines } from './open-engines.ts'
import { openIntake } from './open-intake.ts'
import { openJobs, type OpenJobs } from './open-jobs.ts'
import { openMemory } from './open-memory.ts'
import { openPeople } from './open-people.ts'
import { openSocketForCommands } from './open-status-socket.ts'
import { claimStores, openStores } from './open-stores.ts'
import { openTakeOvers } from './open-take-overs.ts'
import { openTurns, type OpenTurns, type RetryTimes } from './open-turns.ts'
import type { LiveSettings } from './run-time-settings.ts'
import { consoleDatabase } from './stores.ts'

/** What a test or a command replaces; everything else is as in production. */
export type Overrides = {
  /** Without the public listener and without other channels: `npm run chat`. */
  readonly only?: 'terminal'
  readonly clock?: Clock
  readonly random?: () => number
  /** How long a channel that is switched off may still send replies. */
  readonly lastRepliesMs?: number
  /** Of the disk that a folder lies on. */
  readonly freeBytesIn?: (folder: string) => Promise<number>
  readonly hardware?: Hardware
  /** In place of the model hub. */
  readonly hub?: Hub
  readonly retries?: RetryTimes
}

export type App = {
  readonly settings: LiveSettings
  /** Where the sockets of this service lie. */
  readonly socketFolder: string
  /** Of the public listener; `undefined` without one. */
  readonly url: string | undefined
  /** Of the console; `undefined` without one. */
  readonly consoleUrl: string | undefined
  readonly channels: LiveChannels
  readonly engine: Engine
  readonly jobs: Pick<Jobs, 'enqueue'>
  /** Aborts when another service has taken the database; everything is being closed then. */
  readonly lost: AbortSignal
  status(): ServiceStatus
  readiness(): Readiness
  /** Begins to take and to answer messages; resolves when the channels have begun. */
  start(): Promise<void>
  /** With which the first owner sets up the console; undefined once there is one. Never for the log. */
  firstLink(): Promise<string | undefined>
  /** Takes nothing new, finishes or hands back what runs, closes everything; children last. */
  [Symbol.asyncDispose](): Promise<void>
}

const REPOSITORY = path.resolve(import.meta.dirname, '..')
/** Of the 10 s that a stop may take: what still runs then is handed back to the next start. */
const FINISH_MS = 6_000
const log = logFor('app')

/** Creates everything in order and connects it; disposal runs in reverse order. */
export async function createApp(layers: Layers, overrides: Overrides = {}): Promise<App> {
  const opened = new Disposer()
  try {
    return await connected(layers, overrides, opened)
  } catch (error) {
    // The error of the start is the one to throw.
    await opened.dispose().catch((failure: unknown) => log.error({ error: failure }, 'failed to close everything'))
    throw error
  }
}

async function connected(layers: Layers, overrides: Overrides, opened: Disposer): Promise<App> {
  const { clock = systemClock, random = Math.random, hub, hardware: pretended } = overrides
  const randomId = () => randomBytes(16).toString('base64url')
  const isPublic = overrides.only !== 'terminal'
  // Of what comes last; the status socket opens before, and tells of both.
  let url: string | undefined
  let admin: AdminConsole | undefined

  const dataFolder = await openDataFolder(layers.dataFolder, { clock, log: logFor('machine:data-folder') })
  opened.defer('data folder', () => dataFolder[Symbol.asyncDispose]())
  const { socketFolder } = dataFolder
  const [programs, key, hardware] = await Promise.all([
    readPrograms(REPOSITORY),
    secretKey(dataFolder),
    pretended ?? probeHardware(),
  ])

  const { database, queue, store, settings } = await openStores({ layers, programs, dataFolder, key, clock, opened })
  /** As it was at the start: for settings that need one. */
  const config = settings.current()
  // As early as its model is known, and not awaited: a large one loads for minutes, while everything else is there.
  const engines = await openEngines({
    ...{ config, settings, programs, hardware, pretended, hub, socketFolder, clock, random, opened },
    fallback: layered(layers).engine.model,
  })
  const { live, embedder, models, status, forgetPrompts } = engines
  const { freeBytesIn } = overrides
  const { lease, room, wakeUps, bus, mediaFolder, media, exportFiles } = await claimStores({
    ...{ config, dataFolder, store, queue, freeBytesIn, clock, opened },
  })

  const deletions = createDeletions({ store, wakeUps, clock, random: randomId })
  const enqueue = createEnqueue({ store, wakeUps, clock })
  const { kinds, learner, memory, control, forOperators } = openMemory({
    ...{ settings, store, serving: live, embedder, key, deletions, forgetPrompts, enqueue, clock },
    // Learning gives way to turns, which recall what was learnt: the worker is there before the first job begins.
    turnsRunning: () => worker.visits,
  })
  const { access, accessSettings, limits, tombstones, exporter } = await openPeople({
    ...{ settings, store, bus, key, kinds, mediaFolder, exportFiles, room, clock, randomId, opened },
  })

  /** Of this process, on what it has claimed. */
  const owner = randomId()
  const search = new AbortController()
  const browser = createBrowserFinder(programs.chromium, { repository: REPOSITORY, log, signal: search.signal })
  const { listener, channels, channelFor, whatsApp, statuses, delivery, readiness } = await openChannels({
    ...{ config, settings, isPublic, dataFolder, key, browser, store, bus, exportFiles, room },
    ...{ engines, owner, lastRepliesMs: overrides.lastRepliesMs, clock, random, randomId, opened },
  })
  await openSocketForCommands({
    ...{ dataFolder, readiness, store, access, channels, whatsApp, clock, opened },
    ...{ url: () => url, admin: () => admin },
  })

  const sinkFor = openIntake({
    ...{ settings, store, bus, wakeUps, room, media, exportFiles, status, access, limits, tombstones, statuses },
    ...{ key, clock, randomId },
  })
  const { worker, persona, playground, judgedTexts } = await openTurns({
    ...{ settings, store, bus, wakeUps, media, live, status, forgetPrompts, memory, control, access, limits, exporter },
    ...{ channelFor, retries: overrides.retries, key, owner, clock, randomId },
  })
  const { jobs, sweep } = openJobs({
    ...{ settings, store, wakeUps, media, exportFiles, embedder, forgetPrompts, learner, access, tombstones },
    ...{ channels, worker, clock },
  })
  const takeOvers = openTakeOvers({
    ...{ store, bus, media, wakeUps, serving: live, access, channelFor, clock, random: randomId, opened },
  })

  if (isPublic) {
    const service = await serviceForConsole({
      ...{ store, settings, mediaFolder, exportFiles, live, models, status, forOperators, access, accessSettings },
      ...{ exporter, deletions, channels, whatsApp, readiness, persona, playground, judgedTexts, takeOvers },
      ...{ repository: REPOSITORY, programs, dataFolder, clock },
      publicUrl: () => config.server.publicUrl ?? url,
    })
    const connection = consoleDatabase({ config, database })
    admin = openConsoleOf({ config, connection, key, pages: programs.console, service, clock })
  }
  opened.defer('console', () => admin?.[Symbol.asyncDispose]())

  deferEndOfTurns(opened, { channels, worker, delivery, jobs, sweep, lost: lease.lost })
  opened.defer('search for a browser', () => search.abort())
  lease.lost.addEventListener('abort', () => {
    log.error('another service has taken the database, stopping')
    opened.dispose().catch((error: unknown) => log.error({ error }, 'failed to close everything'))
  })

  return {
    settings,
    socketFolder,
    channels,
    jobs,
    status,
    readiness,
    lost: lease.lost,
    get engine() {
      return live.current.chat
    },
    get url() {
      return url
    },
    get consoleUrl() {
      return admin?.url
    },
    async start() {
      delivery.start()
      worker.start()
      jobs.start()
      sweep.start()
      takeOvers.start()
      await channels.start(sinkFor)
      url = (await listener?.listen())?.url
      await admin?.start()
      log.info({ url, consoleUrl: admin?.url, model: status().model, guard: status().guard }, 'ready to take messages')
      logWithoutEffect(config)
    },
    firstLink: async () => admin?.firstLink(),
    [Symbol.asyncDispose]: () => opened.dispose(),
  }
}

type EndOfTurns = Pick<OpenChannels, 'channels' | 'delivery'> &
  Pick<OpenTurns, 'worker'> &
  OpenJobs & {
    /** Of the database: nothing is waited for any more. */
    readonly lost: AbortSignal
  }

/** Together first, so that what runs can be finished and sent; then each is closed. */
function deferEndOfTurns(opened: Disposer, { channels, worker, delivery, jobs, sweep, lost }: EndOfTurns): void {
  opened.defer('jobs', () => jobs[Symbol.asyncDispose]())
  opened.defer('delivery', () => delivery[Symbol.asyncDispose]())
  opened.defer('worker', () => worker[Symbol.asyncDispose]())
  opened.defer('sweep', () => sweep[Symbol.asyncDispose]())
  opened.defer('conversations', async () => {
    const deadline = AbortSignal.any([AbortSignal.timeout(FINISH_MS), lost])
    const jobsStopped = jobs.stop(deadline)
    await channels.stop()
    await worker.stop(deadline)
    await delivery.stop(deadline)
    await jobsStopped
  })
}

function logWithoutEffect({ ignoredNames }: Config): void {
  const proxies = unusableProxies()
  if (proxies.length > 0) log.warn({ proxies }, 'proxy ignored: expected one such as http://host:3128')
  if (ignoredNames.length > 0) log.info({ ignoredNames }, 'settings without effect: not built yet')
}
