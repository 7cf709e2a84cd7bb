import { spawn, type ChildProcess } from 'node:child_process'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { runningService } from '#machine/data-folder.ts'
import { socketFolderFor } from '#machine/socket-folder.ts'
import { placeMadeCluster } from './made-cluster.ts'
import type { PlatformDouble } from './platform.ts'
import { isAlive } from './processes.ts'
import { environmentOf, telegramEnv, temporaryFolder, type ProductOptions } from './product.ts'
import type { TelegramDouble } from './telegram/double.ts'

export type LogLine = { readonly msg?: string; readonly pid?: number; readonly [field: string]: unknown }
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }
export type Ended = Exit & { readonly stderr: string }
export type ChildName = 'redis' | 'postgres' | 'llama-server'

export type ServiceOptions = Pick<ProductOptions, 'host' | 'env'> & {
  readonly telegram?: TelegramDouble
  /** Any other that it is used with. */
  readonly platform?: Pick<PlatformDouble, 'env'>
  /** One that exists is kept; otherwise the service gets one of its own, which goes with it. */
  readonly dataFolder?: string
  /** Another program than `main.ts`, that writes the same log. */
  readonly program?: string
}

/** Starts `main.ts` as `npm start` does, in a process of its own, and resolves when it takes messages. */
export async function startService(options: ServiceOptions): Promise<ServiceProcess> {
  const service = new ServiceProcess(options, options.dataFolder ?? (await temporaryFolder('crash')))
  await placeMadeCluster(path.join(service.dataFolder, 'postgres'))
  try {
    await service.startAgain()
    return service
  } catch (error) {
    await service[Symbol.asyncDispose]()
    throw error
  }
}

/** Runs `main.ts` on a data folder until it ends by itself, for what refuses to start. */
export async function runService(options: ServiceOptions & { readonly dataFolder: string }): Promise<Ended> {
  const service = new ServiceProcess(options, options.dataFolder)
  await service.startAgain().then(
    () => service.kill9().then(() => Promise.reject(new Error('it started'))),
    () => undefined,
  )
  return { ...(await service.exited), stderr: service.stderr }
}

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url))
/** As `npm start` does; without it each start takes half a second longer. */
const QUICK_START = ['--import', fileURLToPath(new URL('../../setup/quick-start.mjs', import.meta.url))]
const READY = 'ready to take messages'
const GONE_WITHIN_MS = 10_000
const POLL_MS = 10
const LOG_TAIL_LENGTH = 2_000
/** A first start creates a database, on a computer that may be busy. */
const SAYS_WITHIN_MS = 25_000

/**
 * A service that a test can kill. The platform and the model host around it run in the test and outlive it. Its output
 * is kept over all its runs.
 */
export class ServiceProcess {
  readonly dataFolder: string
  /** Everything it ever wrote there. */
  stderr = ''
  /** What it said to whoever started it, in its present run. */
  stdout = ''
  /** The log, line by line, where a line is one of our log. */
  readonly log: LogLine[] = []
  exited: Promise<Exit> = Promise.resolve({ code: null, signal: null })
  readonly #options: ServiceOptions
  readonly #listeners = new Set<() => void>()
  #process: ChildProcess | undefined
  #runStart = 0

  constructor(options: ServiceOptions, dataFolder: string) {
    this.#options = options
    this.dataFolder = dataFolder
  }

  get pid(): number {
    return this.#process?.pid ?? 0
  }

  /** Where its page is. */
  get url(): string {
    return String(this.#lines().find(({ msg }) => msg === READY)?.url)
  }

  /** Starts it on the same data, and resolves when it takes messages; rejects when it ends before. */
  async startAgain(): Promise<void> {
    this.#runStart = this.log.length
    const { host, telegram, platform, env: more, program = MAIN } = this.#options
    const settings = { ...(telegram && telegramEnv(telegram)), ...platform?.env, ...more }
    const around = environmentOf({ ...(host && { host }), dataFolder: this.dataFolder, env: settings })
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, LOG: 'debug', ...around }
    const child = spawn(process.execPath, [...QUICK_START, program], {
      env,
      cwd: path.dirname(MAIN),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    this.stdout = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text
      this.#changed()
    })
    const kill = () => void child.kill('SIGKILL')
    process.once('exit', kill)
    this.#read(child)
    this.exited = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        process.off('exit', kill)
        this.#process = undefined
        resolve({ code, signal })
        this.#changed()
      })
    })
    await this.says(READY)
  }

  /** The first line with these words since it was started last; rejects when it ends without it. */
  says(words: string, times = 1): Promise<LogLine> {
    return this.#until(() => this.#lines().filter(({ msg }) => msg?.includes(words))[times - 1], `"${words}"`)
  }

  /** What `words` finds in stdout. */
  async prints(words: RegExp): Promise<RegExpExecArray> {
    await this.#until(() => (words.test(this.stdout) ? {} : undefined), String(words))
    return words.exec(this.stdout)!
  }

  /** The process number of a program that it runs. */
  child(name: ChildName): number {
    const pid = this.#starts(name).at(-1)?.pid
    if (pid === undefined) throw new Error(`${name} is not running`)
    return pid
  }

  /** `kill -9` of a program that it runs; what is returned resolves when the service has it running again. */
  killChild(name: ChildName): Promise<LogLine> {
    const times = this.#starts(name).length + 1
    process.kill(this.child(name), 'SIGKILL')
    return this.#until(() => this.#starts(name)[times - 1], `${name} to be started again`)
  }

  /** `kill -9`; resolves when it is gone. */
  async kill9(): Promise<void> {
    this.#process?.kill('SIGKILL')
    await this.exited
  }

  /** SIGTERM, as a service manager sends it; how it ended. */
  async stop(): Promise<Exit> {
    this.signal('SIGTERM')
    return this.exited
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal)
  }

  /** A connection to its database. When that goes away the connection only ends. */
  async database(): Promise<pg.Client> {
    const running = await runningService(this.dataFolder)
    const client = new pg.Client({ host: running?.socketFolder, user: 'chasqui', database: 'chasqui', password: '' })
    client.on('error', () => undefined)
    await client.connect()
    return client
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill9()
    await allGone(this.log.filter(isStart).map(({ pid }) => pid as number))
    // A killed service cannot remove the folder of its sockets.
    await rm(await socketFolderFor(this.dataFolder), { recursive: true, force: true })
    if (this.#options.dataFolder === undefined) await rm(this.dataFolder, { recursive: true, force: true })
  }

  async #until(look: () => LogLine | undefined, wanted: string): Promise<LogLine> {
    const late = AbortSignal.timeout(SAYS_WITHIN_MS)
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      const isOver = this.#process === undefined
      if (isOver || late.aborted) {
        const how = isOver ? 'ended' : `went on for ${SAYS_WITHIN_MS / 1000} s`
        throw new Error(`the service ${how} without ${wanted}:\n${this.stderr.slice(-LOG_TAIL_LENGTH)}`)
      }
      await new Promise<void>((resolve) => {
        this.#listeners.add(resolve)
        late.addEventListener('abort', () => resolve(), { once: true })
      })
    }
  }

  #starts(name: ChildName): LogLine[] {
    return this.#lines().filter((line) => isStart(line) && line.msg?.startsWith(name))
  }

  /** Of the present run. */
  #lines(): LogLine[] {
    return this.log.slice(this.#runStart)
  }

  #read(child: ChildProcess): void {
    let rest = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.startsWith('{')) this.log.push(JSON.parse(line) as LogLine)
      this.#changed()
    })
  }

  #changed(): void {
    const listeners = [...this.#listeners]
    this.#listeners.clear()
    for (const listener of listeners) listener()
  }
}

/** That a program of its own is ready. */
const isStart = ({ msg, pid }: LogLine) => pid !== undefined && msg?.endsWith('is ready') === true

/** Resolves when none of these processes runs any more. */
export async function allGone(pids: readonly number[]): Promise<void> {
  const deadlineMs = performance.now() + GONE_WITHIN_MS
  while (pids.some(isAlive)) {
    if (performance.now() > deadlineMs) throw new Error(`still running: ${pids.filter(isAlive).join(', ')}`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}
