import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { signedIn, type Operator } from '../kit/console.ts'
import { freePort } from '../kit/free-port.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import type { PlatformDouble } from '../kit/platform.ts'
import { temporaryFolder } from '../kit/product.ts'
import { startService, type ServiceProcess } from '../kit/service-process.ts'
import { openTelegramDouble, type TelegramDouble } from '../kit/telegram/double.ts'
import { telegramPlatform } from '../kit/telegram/platform.ts'
import { openWebPlatform } from '../kit/web/platform.ts'
import { NO_LIMITS } from './fixture.ts'

/** The two models that are switched: the bundled one, and a copy of it under another name. */
export const MODELS = ['tiny-scout', 'scout-two'] as const

const LONG = 'knotted-word '.repeat(120)

const BUNDLED = path.resolve(import.meta.dirname, '../../engine/models/tiny-scout')

/** A service in a process of its own with two operators, between Telegram's double and the web page. */
export type StormStage = {
  readonly service: ServiceProcess
  readonly telegram: TelegramDouble
  readonly platforms: readonly PlatformDouble[]
  /** Answers in place of the bundled model, where there is one. */
  readonly host: ModelHost | undefined
  /** Their sessions outlive the service. */
  readonly operators: readonly Operator[]
  /** `kill -9`, and a new start on the same data. */
  killAndStartAgain(): Promise<void>
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>
  [Symbol.asyncDispose](): Promise<void>
}

/** `isHosted`: a model host answers, whose answers a storm can draw out; models are then not switched. */
export async function openStormStage({ isHosted }: { readonly isHosted: boolean }): Promise<StormStage> {
  const dataFolder = await temporaryFolder('storm')
  const telegram = await openTelegramDouble({ limits: 'off' })
  const web = openWebPlatform()
  await writeFile(path.join(dataFolder, 'chasqui.yaml'), NO_LIMITS)
  const cache = path.join(dataFolder, 'cache')
  await placeCopy(path.join(cache, 'models', MODELS[1]))
  // The console listens there after each start, so that its sessions go on.
  const port = await freePort()
  const env = {
    TELEGRAM_API_ROOT: telegram.apiRoot,
    CHASQUI_ACCESS: 'open',
    CHASQUI_CACHE: cache,
    CHASQUI_CONSOLE_PORT: String(port),
  }
  const host = isHosted ? await startModelHost({ answer: ({ last }) => `You said: ${last}\n${LONG}` }) : undefined
  const service = await startService({ dataFolder, env, ...(host && { host }) })
  const query = async <Row extends object>(text: string, values: readonly unknown[] = []) => {
    const database = await service.database()
    return (await database.query<Row>(text, [...values]).finally(() => database.end())).rows
  }
  const database = await service.database()
  const at = { url: `http://localhost:${port}/`, database }
  const operators = [await signedIn(at, 'operator', 'Ana'), await signedIn(at, 'operator', 'Ben')]
  await database.end()
  await web.connected({ url: service.url })
  return {
    service,
    telegram,
    host,
    platforms: [telegramPlatform(telegram), web],
    operators,
    async killAndStartAgain() {
      await service.kill9()
      await service.startAgain()
      await web.connected({ url: service.url })
    },
    query,
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]()
      await host?.close()
      await Promise.all([telegram, web].map((each) => each[Symbol.asyncDispose]()))
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

async function placeCopy(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const file of ['tiny-scout.gguf', 'tiny-scout-mmproj.gguf'])
    await copyFile(path.join(BUNDLED, file), path.join(folder, file))
  const card = JSON.parse(await readFile(path.join(BUNDLED, 'card.json'), 'utf8')) as object
  await writeFile(path.join(folder, 'card.json'), JSON.stringify({ ...card, name: MODELS[1], title: MODELS[1] }))
}
