import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startModelHost, type ModelHost, type ModelHostOptions } from '../kit/model-host.ts'
import { environmentOf, telegramEnv, temporaryFolder } from '../kit/product.ts'
import { openTelegramDouble, type TelegramDouble } from '../kit/telegram/double.ts'
import { nowMs } from './now.ts'
import { startService, type Service } from './service.ts'

/** The environment of the measured service; it runs in this process, the service does not. */
export type Fixture = {
  readonly telegram: TelegramDouble
  /** Undefined where tiny-scout answers. */
  readonly host: TimedHost | undefined
  /** The service's data folder: another one after `clear`. */
  readonly dataFolder: string
  /** Starts the service on the same data as before. */
  start(env?: Readonly<Record<string, string>>): Promise<Service>
  /** Stops the service and removes its data: the next start is a first one. */
  clear(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** With the moments at which it was asked; it answers in the same tick. */
export type TimedHost = ModelHost & { readonly asked: { kind: 'guard' | 'chat'; atMs: number }[] }

export const NO_LIMITS = 'limits:\n  person: { burst: 0, perMinute: 0 }\n  conversation: { burst: 0, perMinute: 0 }\n'

export type FixtureOptions = {
  /** Of the tree whose service it is. */
  readonly root: string
  /** `instant`: a host that answers at once; `tiny-scout`: the bundled model on the embedded engine. */
  readonly model: 'instant' | 'tiny-scout'
  readonly extraConfig?: string
  /** Other behaviour of the instant host. */
  readonly host?: ModelHostOptions
}

export async function openFixture({ root, model, extraConfig = '', host: about }: FixtureOptions): Promise<Fixture> {
  const telegram = await openTelegramDouble({ limits: 'off', now: nowMs })
  const host = model === 'instant' ? await timedHost(about) : undefined
  let dataFolder = await temporaryFolder('bench')
  let service: Service | undefined
  const clear = async () => {
    await service?.stop()
    await rm(dataFolder, { recursive: true, force: true })
    dataFolder = await temporaryFolder('bench')
  }
  return {
    telegram,
    host,
    get dataFolder() {
      return dataFolder
    },
    async start(env = {}) {
      await writeFile(path.join(dataFolder, 'chasqui.yaml'), NO_LIMITS + extraConfig)
      service = await startService(
        root,
        environmentOf({ dataFolder, env: { ...telegramEnv(telegram), ...env }, ...(host && { host }) }),
      )
      return service
    },
    clear,
    async [Symbol.asyncDispose]() {
      await clear()
      await rm(dataFolder, { recursive: true, force: true })
      await host?.close()
      await telegram[Symbol.asyncDispose]()
    },
  }
}

/** Opens a fixture for `work` and disposes it afterwards. */
export async function withFixture<T>(options: FixtureOptions, work: (fixture: Fixture) => Promise<T>): Promise<T> {
  const fixture = await openFixture(options)
  try {
    return await work(fixture)
  } finally {
    await fixture[Symbol.asyncDispose]()
  }
}

export async function timedHost(options: ModelHostOptions = {}): Promise<TimedHost> {
  const asked: TimedHost['asked'] = []
  const note = (kind: 'guard' | 'chat') => void asked.push({ kind, atMs: nowMs() })
  const host = await startModelHost({
    answer: ({ last }) => (note('chat'), `You said: ${last}`),
    isUnsafe: (text) => (note('guard'), /\bbomb\b/.test(text)),
    ...options,
  })
  return Object.assign(host, { asked })
}
