import { readdir, readFile } from 'node:fs/promises'

/**
 * PSS of a process and everything below it: pages that several share are counted once. Undefined where the system does
 * not say. The kernel walks all pages for it, so it is asked once a minute at most.
 */
export async function pssBytesOf(root: number): Promise<number | undefined> {
  const parents = await parentsOf()
  const tree = new Set([root])
  // A child may be listed before its parent.
  for (let size = 0; size !== tree.size;) {
    size = tree.size
    for (const [pid, parent] of parents) if (tree.has(parent)) tree.add(pid)
  }
  const each = await Promise.all([...tree].map(pssOf))
  const known = each.filter((bytes) => bytes !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, bytes) => sum + bytes, 0)
}

async function parentsOf(): Promise<Map<number, number>> {
  const names = await readdir('/proc').catch(() => [])
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number)
  const pairs = await Promise.all(pids.map(async (pid) => [pid, await parentOf(pid)] as const))
  return new Map(pairs.filter((pair): pair is readonly [number, number] => pair[1] !== undefined))
}

async function parentOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // The name in parentheses may hold anything; the fields after it do not.
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

async function pssOf(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  const kilobytes = /^Pss: +(\d+) kB/m.exec(text)?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
}
