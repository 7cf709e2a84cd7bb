import { processes, type RunningProcess, withDescendants } from '../processes.ts'

/** Kills the browser whose command line holds these words, as the system does that has no memory left. */
export async function killBrowser(words: string): Promise<void> {
  for (const { pid } of browsersOf(await processes(), words)) process.kill(pid, 'SIGKILL')
}

/** Kills its page alone: the browser shows "Aw, Snap!". */
export async function killPage(words: string): Promise<void> {
  const all = await processes()
  const browsers = browsersOf(all, words)
  const below = withDescendants(all, (process) => browsers.includes(process))
  const renderers = below.filter(({ command }) => command.includes('--type=renderer'))
  if (renderers.length === 0) throw new Error('the browser has no page')
  for (const { pid } of renderers) process.kill(pid, 'SIGKILL')
}

function browsersOf(all: readonly RunningProcess[], words: string): RunningProcess[] {
  const found = all.filter(({ command }) => command.includes(words) && !command.includes('--type='))
  if (found.length === 0) throw new Error('no browser is open here')
  return found
}
