import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Clock } from '#machine/clock.ts'
import { CodedError } from '#machine/coded-error.ts'
import { say } from '../sentences.ts'

/** Where the library keeps its browser's profile, below its folder. */
export const profileIn = (folder: string) => join(folder, 'session')

/** Chromium ignores it; by it a browser of an earlier run of this service is told from somebody else's. */
export const MARK = '--started-by=chasqui'

const GONE_MS_MAX = 5_000
const GONE_EVERY_MS = 20

/** The profile cannot be used now; the message says what to do. */
export class ProfileError extends CodedError<'in-use' | 'disk-full' | 'unusable'> {
  override readonly name = 'ProfileError'
}

/**
 * Makes the profile ready for a browser: it can be written, and nothing of an earlier one is left. The data folder
 * belongs to one service alone, so a browser with our mark that is still there was left by an earlier run; it hung, or
 * it would have ended with its service.
 *
 * @throws {ProfileError}
 */
export async function prepareProfile(folder: string, clock: Clock): Promise<void> {
  const profile = profileIn(folder)
  const probe = join(profile, '.chasqui-write-probe')
  try {
    await mkdir(profile, { recursive: true, mode: 0o700 })
    await writeFile(probe, 'x'.repeat(PROBE_BYTES))
    await rm(probe, { force: true })
  } catch (error) {
    await rm(probe, { force: true }).catch(() => undefined)
    throw unusable(profile, error)
  }
  await endBrowserOf(profile, clock)
  // Also those of another host name: a container has a new one after each start.
  for (const name of SINGLETONS) await rm(join(profile, name), { force: true })
}

const PROBE_BYTES = 4_096
const SINGLETONS = ['SingletonLock', 'SingletonCookie', 'SingletonSocket']

export async function removeProfile(folder: string): Promise<void> {
  const profile = profileIn(folder)
  await rm(profile, { recursive: true, force: true, maxRetries: 4 }).catch((error: unknown) => {
    throw unusable(profile, error)
  })
}

async function endBrowserOf(profile: string, clock: Clock): Promise<void> {
  for (const pid of await browsersOf(profile)) {
    if (!(await commandOf(pid)).includes(MARK)) {
      throw new ProfileError('in-use', say('whatsapp.other-browser', { pid: String(pid), profile }))
    }
    kill(pid)
    const isGone = await untilGone(pid, { limitMs: GONE_MS_MAX, clock })
    if (!isGone) throw new ProfileError('in-use', say('whatsapp.process-stays', { pid: String(pid) }))
  }
}

/** By the lock, which names host and process, and by the command lines, where the system shows them. */
async function browsersOf(profile: string): Promise<number[]> {
  const lock = await readlink(join(profile, 'SingletonLock')).catch(() => '')
  const names = await readdir('/proc').catch(() => [])
  const listed = names.filter((name) => /^\d+$/.test(name)).map(Number)
  const pids = new Set([...listed, Number(/-(\d+)$/.exec(lock)?.[1])])
  const found = await Promise.all(
    [...pids].map(async (pid) => (isBrowserOf(await commandOf(pid), profile) ? [pid] : [])),
  )
  return found.flat()
}

/** Its helper processes have `--type`, and end with it. */
function isBrowserOf(words: readonly string[], profile: string): boolean {
  return words.includes(`--user-data-dir=${profile}`) && !words.some((word) => word.startsWith('--type='))
}

async function commandOf(pid: number): Promise<string[]> {
  if (!Number.isInteger(pid) || pid < 2) return []
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
  // Chromium writes its command line anew for `ps`, separated by spaces.
  if (line !== undefined) return line.split(/\0| (?=--)/)
  if (process.platform === 'linux') return []
  const { stdout } = await promisify(execFile)('ps', ['-ww', '-p', String(pid), '-o', 'command=']).catch(() => ({
    stdout: '',
  }))
  return stdout.trim().split(/ (?=--)/)
}

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}

/** False when it still runs after that time. */
export async function untilGone(pid: number, { limitMs, clock }: { limitMs: number; clock: Clock }): Promise<boolean> {
  for (let waitedMs = 0; isRunning(pid); waitedMs += GONE_EVERY_MS) {
    if (waitedMs >= limitMs) return false
    await clock.sleep(GONE_EVERY_MS)
  }
  return true
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function unusable(profile: string, error: unknown): ProfileError {
  const { code = 'unknown' } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ProfileError('disk-full', say('whatsapp.profile-full', { profile }))
  }
  return new ProfileError('unusable', say('whatsapp.profile-unusable', { profile, code }))
}
