import { setTimeout as wait } from 'node:timers/promises'
import type { Benchmark, Figure, Result } from './benchmark.ts'
import { Chatter } from './chatter.ts'
import { withFixture, type Fixture } from './fixture.ts'
import { heldBytes, treeOf } from './processes.ts'
import { sum } from './statistics.ts'

const MESSAGES = 500
const CHATS = 10
/** Long enough for the idle service to return unused memory. */
const IDLE_MS = 20_000
const MB_MAX = 200

export const memory: Benchmark = {
  about: `memory of everything from npm down without llama-server, idle for ${IDLE_MS / 1000} s:
  sum of PSS, where pages of files that only others share are counted whole`,
  async run(root) {
    if (process.platform !== 'linux')
      return { figures: [], notes: ['only Linux reports the share that a process has of shared memory'] }
    return withFixture({ root, model: 'instant' }, measured)
  },
}

async function measured(fixture: Fixture): Promise<Result> {
  const { pid } = await fixture.start()
  await wait(IDLE_MS)
  const fresh = await held(pid)
  const chatter = new Chatter(fixture.telegram)
  const people = Array.from({ length: CHATS }, (_, n) => fixture.telegram.person(`person ${n}`))
  await Promise.all(
    people.map(async (person) => {
      for (let n = 0; n < MESSAGES / CHATS; n++) await chatter.says(person, `ping ${n}`)
    }),
  )
  chatter.close()
  await wait(IDLE_MS)
  const used = await held(pid)
  return { figures: [...figuresOf('after the start', fresh), ...figuresOf(`after ${MESSAGES} messages`, used)] }
}

type Held = ReadonlyMap<string, { readonly bytes: number; readonly processes: number }>

async function held(pid: number): Promise<Held> {
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

function figuresOf(when: string, rows: Held): Figure[] {
  const parts = [...rows].toSorted(([, one], [, other]) => other.bytes - one.bytes)
  const total = sum(parts.map(([, { bytes }]) => bytes))
  return [
    { name: when, value: total / 1e6, unit: 'MB', target: { atMost: MB_MAX } },
    ...parts.map(([name, { bytes, processes }]): Figure => ({
      name: `  ${name}${processes > 1 ? ` (${processes} processes)` : ''}`,
      value: bytes / 1e6,
      unit: 'MB',
    })),
  ]
}
