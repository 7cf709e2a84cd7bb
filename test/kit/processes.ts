import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export type RunningProcess = { readonly pid: number; readonly parent: number; readonly command: string }

/** Of all users. */
export async function processes(): Promise<RunningProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-Awwo', 'pid=,ppid=,args='], { maxBuffer: 16 << 20 })
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }]
  })
}

/** Those that `isRoot` finds, and everything below them. */
export function withDescendants(
  all: readonly RunningProcess[],
  isRoot: (process: RunningProcess) => boolean,
): RunningProcess[] {
  const byPid = new Map(all.map((process) => [process.pid, process]))
  const isIn = (process: RunningProcess | undefined): boolean =>
    process !== undefined && (isRoot(process) || isIn(byPid.get(process.parent)))
  return all.filter(isIn)
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
