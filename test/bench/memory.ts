import { setTimeout as wait } from 'node:timers/promises'
import type { Benchmark, Result } from './benchmark.ts'
import { Chatter } from './chatter.ts'
import { withFixture, type Fixture } from './fixture.ts'
import { heldBy, memoryFigures, ONLY_LINUX } from './held-memory.ts'

const MESSAGES = 500
const CHATS = 10
/** Long enough for the idle service to return unused memory. */
const IDLE_MS = 20_000
const TARGET = { atMost: 200 }

export const memory: Benchmark = {
  about: `memory of everything from npm down without llama-server, idle for ${IDLE_MS / 1000} s:
  sum of PSS, where pages of files that only others share are counted whole`,
  async run(root) {
    if (process.platform !== 'linux') return { figures: [], notes: [ONLY_LINUX] }
    return withFixture({ root, model: 'instant' }, measured)
  },
}

async function measured(fixture: Fixture): Promise<Result> {
  const { pid } = await fixture.start()
  await wait(IDLE_MS)
  const fresh = await heldBy(pid)
  const chatter = new Chatter(fixture.telegram)
  const people = Array.from({ length: CHATS }, (_, n) => fixture.telegram.person(`person ${n}`))
  await Promise.all(
    people.map(async (person) => {
      for (let n = 0; n < MESSAGES / CHATS; n++) await chatter.says(person, `ping ${n}`)
    }),
  )
  chatter.close()
  await wait(IDLE_MS)
  const used = await heldBy(pid)
  return {
    figures: [
      ...memoryFigures('after the start', fresh, TARGET),
      ...memoryFigures(`after ${MESSAGES} messages`, used, TARGET),
    ],
  }
}
