import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

type Process = { readonly pid: number; readonly parent: number; readonly command: string }

/** Kills the browser whose command line holds these words, as the system does that has no memory left. */
export async function killBrowser(words: string): Promise<void> {
  for (const { pid } of browsersOf(await processes(), words)) process.kill(pid, 'SIGKILL')
}

/** Kills its page alone: the browser shows "Aw, Snap!". */
export async function killPage(words: string): Promise<void> {
  const all = await processes()
  const browsers = new Set(browsersOf(all, words).map(({ pid }) => pid))
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]))
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && (browsers.has(pid) || isBelow(parents.get(pid)))
  const renderers = all.filter(({ pid, command }) => command.includes('--type=renderer') && isBelow(pid))
  if (renderers.length === 0) throw new Error('the browser has no page')
  for (const { pid } of renderers) process.kill(pid, 'SIGKILL')
}

function browsersOf(all: readonly Process[], words: string): Process[] {
  const found = all.filter(({ command }) => command.includes(words) && !command.includes('--type='))
  if (found.length === 0) throw new Error('no browser is open here')
  return found
}

async function processes(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-Awwo', 'pid=,ppid=,args='], { maxBuffer: 16 << 20 })
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }]
  })
}
