import { spawn } from 'node:child_process'
import path from 'node:path'
import readline from 'node:readline'
import { nowMs } from './now.ts'

/** The service as started by an operator, in processes of its own. */
export type Service = {
  /** The process id of npm, the parent of all others. */
  readonly pid: number
  readonly startedMs: number
  /** When it said that it takes messages. */
  readonly readyMs: number
  /** Of its page. */
  readonly url: string
  /** Where its console is. */
  readonly consoleUrl: string
  readonly log: readonly LogLine[]
  stop(): Promise<void>
}

export type LogLine = {
  readonly atMs: number
  readonly part: string
  readonly msg: string
  readonly url?: string
  readonly consoleUrl?: string
}

const READY_MS_MAX = 60_000
const STOP_MS_MAX = 15_000

/** `npm start` in a tree, with these settings. Resolves when it is ready; rejects with its last lines if it exits. */
export async function startService(root: string, settings: Readonly<Record<string, string>>): Promise<Service> {
  const startedMs = nowMs()
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { ...ownEnvironment(), ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  const pid = child.pid ?? 0
  const log: LogLine[] = []
  const others: string[] = []
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  // Whoever ends this process must not leave a service behind.
  const kill = () => void (child.exitCode === null && process.kill(-pid, 'SIGTERM'))
  process.once('exit', kill)
  const ready = Promise.withResolvers<LogLine>()
  readline.createInterface({ input: child.stderr }).on('line', (line) => {
    const entry = logLineOf(line)
    if (entry === undefined) return void others.push(line)
    log.push(entry)
    if (entry.msg === 'ready to take messages') ready.resolve(entry)
  })
  const failed = () => ready.reject(new Error(`The service did not become ready:\n${others.slice(-5).join('\n')}`))
  void ended.then(failed)
  const timeout = setTimeout(failed, READY_MS_MAX)
  const stop = async () => {
    process.removeListener('exit', kill)
    clearTimeout(timeout)
    if (child.exitCode !== null || child.signalCode !== null) return
    process.kill(pid, 'SIGTERM')
    const late = setTimeout(() => process.kill(-pid, 'SIGKILL'), STOP_MS_MAX)
    await ended
    clearTimeout(late)
  }
  try {
    const { atMs: readyMs, url = '', consoleUrl = '' } = await ready.promise
    return { pid, startedMs, readyMs, url, consoleUrl, log, stop }
  } catch (error) {
    await stop()
    throw error
  } finally {
    clearTimeout(timeout)
  }
}

/** The environment of a login: no variable of the npm that runs the benchmark, no setting of the service. */
export function ownEnvironment(): Record<string, string | undefined> {
  const isOurs = (name: string) =>
    /^(npm_|CHASQUI_|TELEGRAM_|DISCORD_|META_|MESSENGER_|INSTAGRAM_|WHATSAPP_|DATABASE_URL|REDIS_URL|LOG$|INIT_CWD|NODE_OPTIONS)/.test(
      name,
    )
  const kept = Object.entries(process.env).filter(([name]) => !isOurs(name) || name === 'CHASQUI_CACHE')
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.includes('node_modules'))
  return { ...Object.fromEntries(kept), PATH: folders.join(path.delimiter) }
}

function logLineOf(line: string): LogLine | undefined {
  try {
    const { time, ...rest } = JSON.parse(line) as Omit<LogLine, 'atMs'> & { time: string }
    return { ...rest, atMs: Date.parse(time) }
  } catch {
    return undefined
  }
}
