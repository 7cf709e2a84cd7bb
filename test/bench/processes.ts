import { readdir, readFile } from 'node:fs/promises'

/** A running process as Linux reports it. */
export type Process = { readonly pid: number; readonly parent: number; readonly name: string; readonly cpuMs: number }

/** `sysconf(_SC_CLK_TCK)`, which is 100 on every Linux that Node runs on. */
const TICK_MS = 10

/** A process and everything below it, without what is named in `except` and below that. */
export async function treeOf(root: number, except: RegExp = /(?!)/): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const all = (await Promise.all(pids.map(processOf))).filter((process) => process !== undefined)
  const childrenOf = Map.groupBy(all, ({ parent }) => parent)
  const below = (process: Process): Process[] =>
    except.test(process.name) ? [] : [process, ...(childrenOf.get(process.pid) ?? []).flatMap(below)]
  return all.filter(({ pid }) => pid === root).flatMap(below)
}

/**
 * What each process holds of memory: its share (PSS) of what is its own or shared among these, and the pages of files
 * whole, each counted once. The kernel's own PSS of such a page is smaller when a process outside uses the same
 * program, as the one that measures does.
 */
export async function heldBytes(pids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const mappings = (await Promise.all(pids.map(mappingsOf))).flat()
  const own = mappings.filter(({ file }) => file === undefined)
  const ofFiles = Map.groupBy(
    mappings.filter(({ file }) => file !== undefined),
    ({ file }) => file,
  )
  const largest = [...ofFiles.values()].map((each) =>
    each.reduce((one, other) => (other.rssBytes > one.rssBytes ? other : one)),
  )
  const held = new Map(pids.map((pid) => [pid, 0]))
  for (const { pid, pssBytes } of own) held.set(pid, (held.get(pid) ?? 0) + pssBytes)
  for (const { pid, rssBytes } of largest) held.set(pid, (held.get(pid) ?? 0) + rssBytes)
  return held
}

/** `file`: path and offset, for pages that other processes may share. */
type Mapping = {
  readonly pid: number
  readonly file: string | undefined
  readonly rssBytes: number
  readonly pssBytes: number
}

async function mappingsOf(pid: number): Promise<Mapping[]> {
  const text = await readFile(`/proc/${pid}/smaps`, 'utf8').catch(() => '')
  return text.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m).map((entry) => {
    const [, offset, path] = /^\S+ \S+ (\S+) \S+ \d+ *(\/.*)?$/m.exec(entry) ?? []
    const isFile =
      path !== undefined &&
      !path.startsWith('/dev/') &&
      !path.endsWith('(deleted)') &&
      bytesOf(entry, 'Anonymous') === 0
    const file = isFile ? `${path} ${offset}` : undefined
    return { pid, file, rssBytes: bytesOf(entry, 'Rss'), pssBytes: bytesOf(entry, 'Pss') }
  })
}

const bytesOf = (entry: string, name: string) =>
  Number(new RegExp(`^${name}: +(\\d+) kB`, 'm').exec(entry)?.[1] ?? 0) * 1024

/** Of all processes, with those of their children that have ended. */
export async function cpuMsOf(root: number): Promise<number> {
  return (await treeOf(root)).reduce((total, { cpuMs }) => total + cpuMs, 0)
}

async function processOf(pid: number): Promise<Process | undefined> {
  const [stat, command] = await Promise.all(
    ['stat', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => undefined)),
  )
  if (stat === undefined || command === undefined) return undefined
  // The name in parentheses may hold anything; the fields after it do not.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = fields.slice(11, 15).map(Number)
  return { pid, parent: Number(fields[1]), name: nameOf(command), cpuMs: ticks.reduce((a, b) => a + b, 0) * TICK_MS }
}

function nameOf(command: string): string {
  const [program = '', ...words] = command.split('\0')
  const script = words.find((each) => /\.m?[jt]s$/.test(each) && !each.startsWith('./setup')) ?? ''
  const word = program.split('/').at(-1) ?? ''
  if (/^npm\b/.test(word)) return 'npm'
  if (word.startsWith('redis-')) return 'redis-server'
  if (word.startsWith('postgres')) return 'postgres'
  return word === 'node' ? `node ${script.split('/').at(-1)}` : (word.split(' ')[0] ?? word)
}
