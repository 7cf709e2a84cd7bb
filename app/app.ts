import { randomBytes, randomInt } from 'node:crypto'
import os from 'node:os'
import path from 'node:path'
import { type LiveChannels, openLiveChannels } from '#adapters/live-channels.ts'
import { openListener, type Readiness } from '#http/listener.ts'
import { ChannelError, type Channel, type ServiceStatus } from '#core/contract/channel.ts'
import type { AccountId, ConversationId, PersonId } from '#core/contract/ids.ts'
import { createDelivery } from '#core/delivery/delivery.ts'
import { commandMenu } from '#core/commands/menu.ts'
import { openAccess } from '#core/access/access.ts'
import { createBus } from '#core/delivery/bus.ts'
import { createStatuses } from '#core/delivery/statuses.ts'
import { createExportFiles } from '#core/export/export-files.ts'
import { createExporter, ExportRefused } from '#core/export/exporter.ts'
import { askForDeletion } from '#core/forget/receipts.ts'
import { forgetPrompts as forgetPromptsOf } from '#core/forget/prompts.ts'
import { createJudgedTexts } from '#core/guard/judged-texts.ts'
import { createGuardLabels } from '#core/guard/labels.ts'
import { createInbox } from '#core/inbox.ts'
import { jobTable } from '#core/jobs/all.ts'
import { createJobs, TURNS_BESIDE_MAX, type Jobs } from '#core/jobs/jobs.ts'
import { createLimits } from '#core/limits.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import { countMemory } from '#core/memory/counts.ts'
import { forgottenHashes, forgottenKeyFrom } from '#core/memory/forgotten.ts'
import { EMBED_JOB } from '#core/memory/embed-jobs.ts'
import { memoryKinds } from '#core/memory/kinds/all.ts'
import { createLearner } from '#core/memory/learn/learner.ts'
import { typedOfTurns } from '#core/memory/learn/turn-rows.ts'
import { createMediaStore } from '#core/media/media-store.ts'
import { createMemoryControl, type MemoryControlDeps } from '#core/memory/control.ts'
import { keepCandidates } from '#core/memory/learn/keep.ts'
import { createMemory } from '#core/memory/memory.ts'
import { openPersona } from '#core/persona/persona.ts'
import { createPlayground } from '#core/playground/playground.ts'
import { createQuestionVector } from '#core/memory/question-vector.ts'
import { nearestIn } from '#core/memory/vectors.ts'
import { PICTURE_BYTES_MAX } from '#core/media/turn-pictures.ts'
import { createWakeUpQueue } from '#core/queue/wake-up-queue.ts'
import { createSweep } from '#core/queue/sweep.ts'
import { createChannelNotes } from '#core/channel-notes.ts'
import { createSettingStore } from '#core/settings/settings-store.ts'
import { createSink } from '#core/sink.ts'
import { grantToConsole } from '#core/store/console-grants.ts'
import { takeServiceLease } from '#core/store/service-lease.ts'
import { openStore } from '#core/store/store.ts'
import type { Texts } from '#core/texts/text-table.ts'
import { createTombstones } from '#core/store/tombstones.ts'
import { textsFor } from '#core/texts/texts.ts'
import type { TurnDeps, TurnSettings } from '#core/turn/deps.ts'
import { createTurns } from '#core/turn/run.ts'
import { createWorker } from '#core/worker/worker.ts'
import type { Engine } from '#engine/contract.ts'
import type { Hub } from '#engine/models/hub.ts'
import { systemClock, type Clock } from '#machine/clock.ts'
import { folderId, openDataFolder, secretKey } from '#machine/data-folder.ts'
import { isDemo } from '#machine/demo-mark.ts'
import { Disposer } from '#machine/disposer.ts'
import { probeHardware, type Hardware } from '#machine/hardware.ts'
import { logFor, recentLog } from '#machine/log.ts'
import { readPrograms } from '#machine/programs.ts'
import { unusableProxies } from '#machine/proxy.mjs'
import { openStatusSocket } from '#machine/status-socket.ts'
import { consoleDatabase, openDatabase, openDiskRoom, openQueue } from './stores.ts'
import { openEmbedder } from './engines.ts'
import { MODEL_SETTING } from './model-switch.ts'
import { openModels } from './open-models.ts'
import { aboutService } from './about.ts'
import { ACCESS_PATH, answerAccess } from './access-requests.ts'
import { accessSettings, accessState, MEMORY_COUNTS_PATH, readinessOf, statusOf, waitsFor } from './status.ts'
import { browserFor } from './whatsapp-browser.ts'
import { answerWhatsApp, WHATSAPP_PATH, whatsAppStatus } from './whatsapp-requests.ts'
import { layered, type Layers } from './config.ts'
import { openRunTimeSettings, type LiveSettings } from './run-time-settings.ts'
import { retentionOf, turnSettings } from './settings/of-parts.ts'
import { openConsoleOf } from './console.ts'
import { followSettings, isOwnSetting } from './channel-settings.ts'
import { channelsForOperators } from './console-channels.ts'
import { answerConsole, CONSOLE_PATH } from './console-requests.ts'
import { peopleForOperators } from './console-people.ts'
import { openTakeOvers } from './take-over.ts'

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
  /** How long a person waits until the next try, until they are told so, and until an apology. */
  readonly retries?: Partial<Pick<TurnSettings, 'retryFirstMs' | 'delayNoticeAfterMs' | 'giveUpAfterMs'>>
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
const HOUR_MS = 3_600_000
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
  const { clock = systemClock, random = Math.random } = overrides
  const randomId = () => randomBytes(16).toString('base64url')

  const dataFolder = await openDataFolder(layers.dataFolder, { clock, log: logFor('machine:data-folder') })
  opened.defer('data folder', () => dataFolder[Symbol.asyncDispose]())
  const { socketFolder } = dataFolder
  const [programs, key, hardware] = await Promise.all([
    readPrograms(REPOSITORY),
    secretKey(dataFolder),
    overrides.hardware ?? probeHardware(),
  ])

  // The console sets nothing that the stores need.
  const storeDeps = { config: layered(layers), programs, dataFolder, clock, opened }
  const stores = [openDatabase(storeDeps), openQueue(storeDeps)] as const
  // When one fails, the other is waited for all the same: only then is it known what there is to close.
  await Promise.allSettled(stores)
  const [database, queue] = await Promise.all(stores)
  const store = await openStore({ connection: database, clock, log: logFor('core:store') })
  opened.defer('store', () => store[Symbol.asyncDispose]())
  const settingStore = createSettingStore({ pool: store.pool, key })
  const settings = await openRunTimeSettings({ layers, store: settingStore, clock, log: logFor('app:settings') })
  opened.defer('settings', async () => settings.close())
  /** As it was at the start: for settings that need one. */
  const config = settings.current()
  // As early as its model is known, and not awaited: a large one loads for minutes, while everything else is there.
  const engineDeps = { config, programs, hardware, socketFolder, clock, random }
  const { hub, hardware: pretended } = overrides
  const { live, models, switcher } = await openModels({
    ...{ ...engineDeps, opened, hub, pretended },
    status: () => status(),
    fallback: layered(layers).engine.model,
    setting: () => settings,
  })
  settings.onChange({
    keys: [MODEL_SETTING],
    apply: ({ engine: { model } }, _before, signal) => switcher.apply(model, signal),
  })
  const serving = () => ({ engine: live.current.chat, guards: live.current.guards })
  const embedder = await openEmbedder(engineDeps)
  opened.defer('embedder', () => embedder?.[Symbol.asyncDispose]())
  const room = await openDiskRoom({ ...storeDeps, config }, overrides.freeBytesIn)
  await grantToConsole({ pool: store.pool, log: logFor('core:store') })
  const thisService = { id: await folderId(dataFolder), hostName: os.hostname(), dataFolder: dataFolder.path }
  const lease = await takeServiceLease({ store, service: thisService, clock, log: logFor('core:store') })
  opened.defer('service lease', () => lease[Symbol.asyncDispose]())
  const wakeUps = await createWakeUpQueue({ connection: queue, clock, log: logFor('core:queue') })
  opened.defer('queue', () => wakeUps[Symbol.asyncDispose]())

  const bus = createBus(logFor('core:bus'))
  opened.defer('bus', () => bus[Symbol.asyncDispose]())
  const mediaFolder = path.join(dataFolder.path, 'media')
  const media = createMediaStore({ folder: mediaFolder, store, clock })
  const files = createExportFiles({ dataFolder: dataFolder.path, clock })
  const limits = createLimits({ store, clock, limits: () => settings.current().limits })
  const notes = createChannelNotes({ store, key, clock })
  const { hasRoom } = room
  const tombstones = createTombstones(key)
  const accessDeps = {
    store,
    bus,
    key,
    settings: () => accessSettings(settings.current()),
    clock,
    randomInt: (below: number) => randomInt(below),
  }
  const access = await openAccess({ ...accessDeps, log: logFor('core:access') })
  opened.defer('access', () => access.close())
  settings.onChange({
    keys: ['access.groupMode'],
    apply: ({ access: { groupMode } }) => access.setGroupMode(groupMode),
  })
  const statuses = createStatuses({ store, clock, log: logFor('core:delivery') })
  const inbox = createInbox({
    store,
    wakeUps,
    bus,
    statuses,
    limits,
    tombstones,
    access,
    hasRoom,
    answerMsMax: () => settings.current().messages.answerHours * HOUR_MS,
    clock,
    random: randomId,
    log: logFor('core:inbox'),
  })
  const status = () => statusOf({ ...serving(), config, hardware })
  const readiness = (): Readiness =>
    readinessOf({
      ...serving(),
      status,
      room,
      channels,
      delivery,
      embedder,
      switching: switcher.state,
      advice: listener?.advice,
      mightyRole: store.pool.mightyRole,
      ownSettings: settings.own(),
    })

  let url: string | undefined
  const isPublic = overrides.only !== 'terminal'
  const listening = { ...config.server, log: logFor('listener'), readiness }
  const listener = isPublic ? await openListener(listening) : undefined
  opened.defer('listener', () => listener?.[Symbol.asyncDispose]())
  const channels = await openLiveChannels(config, {
    ...{ listener, publicUrl: config.server.publicUrl, dataFolder: dataFolder.path, socketFolder, key },
    waitsFor: () => waitsFor(serving()),
    hasRoom,
    commandMenu,
    chromium: () => browserFor({ ...config.whatsapp, enabled: true }, programs.chromium),
    hasRepliesUnderWay: (account) => delivery.isUnderWay(account),
    opened: (account) => delivery.opened(account),
    maySetAside: await isOwnSetting(settings),
    ...(overrides.lastRepliesMs !== undefined && { lastRepliesMs: overrides.lastRepliesMs }),
    ...{ clock, random, randomId },
  })
  opened.defer('channels', () => channels[Symbol.asyncDispose]())
  followSettings(channels, settings)
  // Looked up each time: some channels learn from their platform which account they are, and others come and go.
  const channelFor = (account: AccountId) => channels.of(account)
  const owner = randomId()
  const delivery = createDelivery({
    store,
    bus,
    owner,
    channelFor,
    clock,
    random,
    files,
    statuses,
    isPaced: config.delivery.pacing === 'on',
    words: (locale) => wordsOfDelivery(textsFor(locale)),
    log: logFor('core:delivery'),
  })
  const linked = {
    settings: () => settings.current().whatsapp,
    channels: () => channels.all(),
  }
  const statusSocket = await openStatusSocket({
    dataFolder,
    async status() {
      const { parts, ...about } = readiness()
      const isOpen = (platform: string) => channels.all().some(({ name }) => name === platform)
      const whoMayWrite = await accessState(access, isOpen).catch(() => undefined)
      return {
        url,
        ...about,
        parts: [...parts, ...(whoMayWrite ? [whoMayWrite] : []), ...((await admin?.parts()) ?? [])],
      }
    },
    routes: {
      [MEMORY_COUNTS_PATH]: (signal) => countMemory({ pool: store.pool, clock }, signal),
      [ACCESS_PATH]: () => access.operator.list(),
      [WHATSAPP_PATH]: async () => whatsAppStatus(linked),
    },
    actions: {
      [ACCESS_PATH]: (body) => answerAccess(access.operator, body),
      [WHATSAPP_PATH]: (body) => answerWhatsApp(linked, body),
      [CONSOLE_PATH]: (body) => answerConsole(admin, body),
    },
    log: logFor('machine:status-socket'),
  })
  opened.defer('status socket', () => statusSocket[Symbol.asyncDispose]())

  const itemsMax = () => settings.current().memory.itemsMax
  const itemDeps = { itemsMax, forgottenKey: forgottenKeyFrom(key), clock }
  const kinds = memoryKinds(itemDeps)
  const exporter = createExporter({ store, files, mediaFolder, kinds, hasRoom, clock, random: randomId })
  const embedSoon = embedder && ((person: PersonId) => jobs.enqueue(EMBED_JOB, person))
  const memoryControlDeps: MemoryControlDeps = {
    store,
    clock,
    isEnabled: config.memory.enabled,
    itemsMax,
    keep: (rows, candidates, keeping) =>
      keepCandidates(rows, candidates, { ...keeping, forgottenKey: itemDeps.forgottenKey }),
    hashesOf: (item) => forgottenHashes(itemDeps.forgottenKey, item),
    dropPromptCaches: async (conversations) => void (await forgetPrompts(conversations)),
    deletePersonSoon: async (person) => void (await deletionOf(person, 'person')),
    embedSoon,
  }
  const control = createMemoryControl(memoryControlDeps)
  const deletionOf = async (person: PersonId, askedBy: 'person' | 'console') => {
    const receipt = await askForDeletion(store, { person, askedBy }, { at: new Date(clock.now()), random: randomId })
    if (receipt !== undefined) await wakeUps.wakeJobs()
    return receipt
  }
  const learner = createLearner({
    store,
    serving: live,
    kinds,
    isOn: config.memory.enabled,
    learntTurnsPerDay: () => settings.current().memory.learntTurnsPerDay,
    afterLearning: embedSoon,
    mayBegin: () => worker.visits <= TURNS_BESIDE_MAX,
    clock,
    log: logFor('core:memory'),
  })
  const embedding = { clock, log: logFor('core:memory') }
  const memory = createMemory({
    store,
    learner,
    typedOf: typedOfTurns,
    ...(embedder && { embedding: { questionVector: createQuestionVector({ embedder, ...embedding }), nearestIn } }),
    isEnabled: config.memory.enabled,
  })
  const persona = await openPersona({
    store,
    serving: live,
    engine: () => live.current.chat,
    clock,
    log: logFor('core:persona'),
  })
  const turnDeps: TurnDeps = {
    store,
    bus,
    media,
    control,
    memory,
    status,
    limits,
    serving: live,
    clock,
    access,
    systemWords: (engine, signal) => persona.wordsFor(engine, signal),
    fetchMedia: (turn, part, signal) => fetchFrom(channelFor(turn.account), part, signal),
    async exportOf(turn, signal) {
      const takes = channelFor(turn.account)?.capabilities(turn.chat)
      if (takes?.files === 'none') throw new ExportRefused('no-files')
      const bytesMax = takes?.fileBytesMax ?? 0
      const exported = await exporter.exportOf(turn.person, { bytesMax }, signal)
      return { files: exported, areFetched: takes?.files === 'link' }
    },
    settings: () => ({ ...turnSettings(settings.current()), ...overrides.retries }),
    log: logFor('core:turn'),
  }
  const turns = createTurns(turnDeps)
  const wakeLearning = config.memory.enabled ? () => void wakeUps.wakeJobs() : undefined
  const judgedTexts = createJudgedTexts({ store, key })
  const mailbox = createMailbox({
    store,
    clock,
    random: randomId,
    owner,
    albumWaitMs({ account, chat }) {
      const isUnmarked = channelFor(account)?.capabilities(chat).albumIn === 'unmarked'
      return isUnmarked ? settings.current().albums.waitMs : undefined
    },
    ...(wakeLearning && { wakeLearning }),
    seal: judgedTexts.seal,
  })
  const worker = createWorker({ mailbox, turns, wakeUps, bus, clock, log: logFor('core:worker') })
  const mediaKeepDays = () => settings.current().media.keepDays
  const retention = () => retentionOf(settings.current())
  const forgetPrompts = (conversations: readonly ConversationId[]) => forgetPromptsOf(live.open, conversations)
  const deletion = { exports: files, channels: () => channels.all(), tombstones, access, forgetPrompts }
  const jobDeps = { store, clock, log: logFor('core:jobs') }
  const jobs = createJobs({
    ...jobDeps,
    wakeUps,
    table: jobTable({ ...jobDeps, ...deletion, media, files, mediaKeepDays, retention, learner, embedder }),
    turnsRunning: () => worker.visits,
  })
  const sweep = createSweep({ store, wakeUps, worker, checkJobs: jobs.check, clock, log: logFor('core:sweep') })

  const engineLoad = () => live.current.chat.load?.()
  const guard = {
    serving: live,
    guards: () => live.current.guards,
    judgedTexts,
    labels: createGuardLabels({ store, clock }),
  }
  const takeOvers = openTakeOvers({
    ...{ store, bus, media, wakeUps, serving: live, access, channelFor, clock, random: randomId, opened },
  })
  const playgroundDeps = { turns: turnDeps, persona, forgetPrompts, random: randomId, log: logFor('core:playground') }
  const service = {
    takeOvers,
    ...{
      store,
      operator: access.operator,
      accessSettings: accessDeps.settings,
      settings,
      channelSetUp: channelsForOperators(channels, linked),
      recentLog,
      about: aboutService({
        repository: REPOSITORY,
        programs,
        model: () => status().model,
        config: settings.current,
      }),
      mediaFolder,
      status,
      readiness,
      engineLoad,
      guard,
      models,
      persona,
      playground: createPlayground(playgroundDeps),
    },
    ...peopleForOperators({
      config: settings.current,
      store,
      clock,
      files,
      exporter,
      deletionOf,
      memory: memoryControlDeps,
      wakeJobs: () => wakeUps.wakeJobs(),
    }),
    isDemo: await isDemo(dataFolder.path),
    publicUrl: () => config.server.publicUrl ?? url,
  }
  const admin = isPublic
    ? openConsoleOf({
        config,
        connection: consoleDatabase({ config, database }),
        key,
        pages: programs.console,
        service,
        clock,
      })
    : undefined
  opened.defer('console', () => admin?.[Symbol.asyncDispose]())

  opened.defer('jobs', () => jobs[Symbol.asyncDispose]())
  opened.defer('delivery', () => delivery[Symbol.asyncDispose]())
  opened.defer('worker', () => worker[Symbol.asyncDispose]())
  opened.defer('sweep', () => sweep[Symbol.asyncDispose]())
  opened.defer('conversations', async () => {
    const deadline = AbortSignal.any([AbortSignal.timeout(FINISH_MS), lease.lost])
    const jobsStopped = jobs.stop(deadline)
    await channels.stop()
    await worker.stop(deadline)
    await delivery.stop(deadline)
    await jobsStopped
  })

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
      await channels.start((channel) => createSink({ channel, inbox, store, media, files, notes, access, status }))
      url = (await listener?.listen())?.url
      await admin?.start()
      log.info({ url, consoleUrl: admin?.url, model: status().model, guard: status().guard }, 'ready to take messages')
      const { ignoredNames } = config
      const proxies = unusableProxies()
      if (proxies.length > 0) log.warn({ proxies }, 'proxy ignored: expected one such as http://host:3128')
      if (ignoredNames.length > 0) log.info({ ignoredNames }, 'settings without effect: not built yet')
    },
    firstLink: async () => admin?.firstLink(),
    [Symbol.asyncDispose]: () => opened.dispose(),
  }
}

function fetchFrom(channel: Channel | undefined, media: Parameters<TurnDeps['fetchMedia']>[1], signal: AbortSignal) {
  if (channel === undefined) throw new ChannelError('unreachable', 'The channel that took this picture is closed.')
  return channel.fetchMedia(media, { bytesMax: PICTURE_BYTES_MAX }, signal)
}

const wordsOfDelivery = (texts: Texts) => ({ label: texts.maybeRepeated, fileLost: texts.files.lost, stop: texts.stop })
