import type { Figure } from './benchmark.ts'
import { heldBytes, treeOf } from './processes.ts'
import { sum } from './statistics.ts'

/** By the names of programs. */
export type HeldMemory = ReadonlyMap<string, { readonly bytes: number; readonly processes: number }>

export const ONLY_LINUX = 'only Linux reports the share that a process has of shared memory'

/** What a service holds from npm down without llama-server, as PSS. */
export async function heldBy(pid: number): Promise<HeldMemory> {
  const tree = await treeOf(pid, /llama-server/)
  const bytesOf = await heldBytes(tree.map((process) => process.pid))
  const groups = Map.groupBy(tree, ({ name }) => name)
  return new Map(
    [...groups].map(([name, processes]) => {
      const bytes = sum(processes.map((process) => bytesOf.get(process.pid) ?? 0))
      return [name, { bytes, processes: processes.length }]
    }),
  )
}

export const totalOf = (held: HeldMemory): number => sum([...held.values()].map(({ bytes }) => bytes))

/** The total, then each program, the largest first. */
export function memoryFigures(when: string, held: HeldMemory, target?: Figure['target']): Figure[] {
  const parts = [...held].toSorted(([, one], [, other]) => other.bytes - one.bytes)
  return [
    { name: when, value: totalOf(held) / 1e6, unit: 'MB', ...(target && { target }) },
    ...parts.map(([name, { bytes, processes }]): Figure => ({
      name: `  ${name}${processes > 1 ? ` (${processes} processes)` : ''}`,
      value: bytes / 1e6,
      unit: 'MB',
    })),
  ]
}
