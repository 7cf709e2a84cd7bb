import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Readable } from 'node:stream'
import { systemClock } from './clock.ts'
import { inTime } from './deadline.ts'

export type TetherOptions = {
  command: string
  args: readonly string[]
  env: Record<string, string>
  cwd: string | undefined
  /** Sent to the child when the service is gone; SIGKILL follows if that does not end it. */
  lastSignal: NodeJS.Signals
  onLine: (line: string) => void
}

export type ChildExit = { code: number | null; signal: NodeJS.Signals | null }

/** A process that cannot outlive the service. */
export type Tethered = {
  /** The process itself, not its wrapper; undefined until it runs. */
  readonly pid: number | undefined
  send(signal: NodeJS.Signals): void
  /** Kills the wrapper and its whole process group, as the last resort. */
  killGroup(): void
  /** Resolves at once when it dies. */
  readonly died: Promise<ChildExit>
  /** The same a moment later, when its last lines have been read. */
  readonly exited: Promise<ChildExit>
}

/**
 * Starts a program under a small shell that holds one end of a pipe. When the service dies, for any reason, the pipe
 * closes and the shell stops the program. When the program exits, the shell exits with its status. Signals are sent as
 * lines over the pipe, because a signal to the shell would stop the shell and not the program. It has its own process
 * group: a Ctrl-C at a terminal reaches only the service, which stops its children in order.
 */
export function spawnTethered(options: TetherOptions): Tethered {
  const { command, args, env, cwd, lastSignal } = options
  const child = spawn('/bin/sh', ['-c', WRAPPER, 'sh', nameOf(lastSignal), command, ...args], {
    env: { ...inheritedEnvironment(), ...env },
    cwd,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  })
  let pid: number | undefined
  const [stdin, stdout, stderr, pidPipe] = child.stdio
  stdin.on('error', () => undefined)
  linesOf(stdout, options.onLine)
  linesOf(stderr, options.onLine)
  linesOf(pidPipe as Readable, (line) => (pid = Number(line)))
  const died = new Promise<ChildExit>((resolve) => {
    child.once('error', () => resolve({ code: NOT_STARTED, signal: null }))
    child.once('exit', (code, signal) => resolve(exitOf(code, signal)))
  })
  // Registered now: it may come in the same tick as the exit.
  const closed = new Promise((resolve) => child.once('close', resolve))
  const drained = died.then(() => inTime(closed, { limitMs: DRAIN_MS, clock: systemClock }))
  return {
    get pid() {
      return pid
    },
    send: (signal) => void (stdin.writable && stdin.write(`${nameOf(signal)}\n`)),
    killGroup: () => killGroup(child.pid),
    died,
    exited: drained.then(() => died),
  }
}

// $c is the program, $w the watcher. The program's stdin is empty, and only the watcher holds the pipe. The shell waits
// for both: the first process of a container may not reap orphans. Its own output is closed, or it would report how
// they exited.
const WRAPPER = `
last=$1; shift
exec 4<&0 0</dev/null
"$@" 3>&- 4<&- &
c=$!
echo $c >&3
exec 3>&- >/dev/null 2>&1
(
  while read -r s <&4; do kill -s "$s" $c; done
  kill -s "$last" $c
  n=0
  while [ $n -lt 50 ] && kill -0 $c; do sleep 0.1; n=$((n + 1)); done
  kill -s KILL $c
) &
w=$!
exec 4<&-
wait $c
s=$?
kill $w
wait $w
exit $s
`
const NOT_STARTED = 127
const SIGNALLED = 128
const DRAIN_MS = 100
const LINE_LENGTH_MAX = 4_096

/** Children get only the variables that programs need, and those of these names: our environment holds tokens. */
export function inheritedEnvironment(more?: RegExp): Record<string, string> {
  const names = /^(PATH|HOME|USER|LOGNAME|TMPDIR|LANG|LC_ALL|TZ|(DY)?LD_LIBRARY_PATH|(CUDA|NVIDIA|HIP|ROCR|OMP)_.*)$/
  const entries = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && (names.test(name) || more?.test(name)),
  )
  return Object.fromEntries(entries) as Record<string, string>
}

/** `kill -s` of a POSIX shell takes signal names without `SIG`. */
const nameOf = (signal: NodeJS.Signals) => signal.slice('SIG'.length)

/** A shell reports a child that was ended by a signal as 128 + the signal's number. */
function exitOf(code: number | null, signal: NodeJS.Signals | null): ChildExit {
  if (code === null || code <= SIGNALLED) return { code, signal }
  const entry = Object.entries(constants.signals).find(([, number]) => number === code - SIGNALLED)
  return entry ? { code: null, signal: entry[0] as NodeJS.Signals } : { code, signal }
}

function linesOf(stream: Readable, onLine: (line: string) => void): void {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('error', () => undefined)
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = (lines.pop() ?? '').slice(0, LINE_LENGTH_MAX)
    for (const line of lines) if (line.trim()) onLine(line.slice(0, LINE_LENGTH_MAX).trimEnd())
  })
  stream.on('end', () => rest.trim() && onLine(rest.trimEnd()))
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // It has exited already.
  }
}
