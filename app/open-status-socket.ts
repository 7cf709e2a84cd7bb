import type { LiveChannels } from '#adapters/live-channels.ts'
import type { Readiness } from '#http/listener.ts'
import type { Access } from '#core/access/access.ts'
import { countMemory } from '#core/memory/counts.ts'
import type { Store } from '#core/store/store.ts'
import type { Clock } from '#machine/clock.ts'
import type { DataFolder } from '#machine/data-folder.ts'
import type { Disposer } from '#machine/disposer.ts'
import { logFor } from '#machine/log.ts'
import { openStatusSocket } from '#machine/status-socket.ts'
import { ACCESS_PATH, answerAccess } from './access-requests.ts'
import { accessState } from './access-state.ts'
import type { AdminConsole } from './console.ts'
import { answerConsole, CONSOLE_PATH } from './console-requests.ts'
import { MEMORY_COUNTS_PATH } from './memory-requests.ts'
import { answerWhatsApp, WHATSAPP_PATH, whatsAppStatus, type WhatsAppDeps } from './whatsapp-requests.ts'

type SocketDeps = {
  readonly dataFolder: DataFolder
  readonly readiness: () => Readiness
  /** Of the public listener; undefined while it does not listen. */
  readonly url: () => string | undefined
  readonly store: Store
  readonly access: Access
  readonly channels: LiveChannels
  readonly whatsApp: WhatsAppDeps
  /** Undefined until it is open, and where there is none. */
  readonly admin: () => AdminConsole | undefined
  readonly clock: Clock
  readonly opened: Disposer
}

/** What the commands at this computer ask of the service that runs: doctor, memory, access, whatsapp, console. */
export async function openSocketForCommands({
  dataFolder,
  readiness,
  url,
  store,
  access,
  channels,
  whatsApp,
  admin,
  clock,
  opened,
}: SocketDeps): Promise<void> {
  const isOpen = (platform: string) => channels.all().some(({ name }) => name === platform)
  const socket = await openStatusSocket({
    dataFolder,
    async status() {
      const { parts, ...about } = readiness()
      const whoMayWrite = await accessState(access, isOpen).catch(() => undefined)
      const ofConsole = (await admin()?.parts()) ?? []
      return { url: url(), ...about, parts: [...parts, ...(whoMayWrite ? [whoMayWrite] : []), ...ofConsole] }
    },
    routes: {
      [MEMORY_COUNTS_PATH]: (signal) => countMemory({ pool: store.pool, clock }, signal),
      [ACCESS_PATH]: () => access.operator.list(),
      [WHATSAPP_PATH]: async () => whatsAppStatus(whatsApp),
    },
    actions: {
      [ACCESS_PATH]: (body) => answerAccess(access.operator, body),
      [WHATSAPP_PATH]: (body) => answerWhatsApp(whatsApp, body),
      [CONSOLE_PATH]: (body) => answerConsole(admin(), body),
    },
    log: logFor('machine:status-socket'),
  })
  opened.defer('status socket', () => socket[Symbol.asyncDispose]())
}
