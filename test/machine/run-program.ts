import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

export type RunningProgram = {
  /** The next line of its standard output; undefined at its end. */
  line(): Promise<string | undefined>
  readonly pid: number | undefined
  kill(signal: NodeJS.Signals): void
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/** Runs a program of `test/machine/programs/` in a process of its own, which does not outlive the test. */
export function runProgram(name: string, ...args: string[]): RunningProgram {
  const path = join(import.meta.dirname, 'programs', name)
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  return {
    line: async () => (await lines.next()).value,
    pid: child.pid,
    kill: (signal) => void child.kill(signal),
    exited,
  }
}

/** Resolves when no process has this id any more; a zombie counts as ended. */
export async function processIsGone(pid: number): Promise<void> {
  while (await isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 5))
}

async function isAlive(pid: number): Promise<boolean> {
  const ps = spawn('ps', ['-o', 'stat=', '-p', String(pid)])
  let state = ''
  ps.stdout.on('data', (chunk) => (state += String(chunk)))
  await once(ps, 'close')
  return state.trim() !== '' && !state.startsWith('Z')
}
