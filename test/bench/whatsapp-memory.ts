import { setTimeout as wait } from 'node:timers/promises'
import { DOUBLES, type Double } from '../kit/doubles.ts'
import type { Benchmark } from './benchmark.ts'
import { withFixture, type Fixture } from './fixture.ts'
import { heldBytes, treeOf, type Process } from './processes.ts'
import { median, sum } from './statistics.ts'

const ROUNDS = 3
/** Long enough for the idle service to return unused memory. */
const IDLE_MS = 20_000
const MB_MAX = 60

export const whatsAppMemory: Benchmark = {
  about: `memory that a linked WhatsApp takes: the service with it and without it in turn, each a first start, idle for
  ${IDLE_MS / 1000} s after it is ready; its own process apart from the browser, each as sum of PSS with pages of files whole`,
  async run(root, { rounds = ROUNDS } = {}) {
    if (process.platform !== 'linux')
      return { figures: [], notes: ['only Linux reports the share that a process has of shared memory'] }
    return await withFixture({ root, model: 'instant' }, async (fixture) => {
      const all: { readonly without: Held; readonly linked: Held }[] = []
      for (let round = 1; round <= rounds; round += 1)
        all.push({ without: await withoutWhatsApp(fixture), linked: await linked(fixture) })
      return {
        figures: [
          { name: 'own process, without', value: median(all.map(({ without }) => without.ownMb)), unit: 'MB' },
          { name: 'own process, linked and ready', value: median(all.map((one) => one.linked.ownMb)), unit: 'MB' },
          {
            name: '  more',
            value: median(all.map((one) => one.linked.ownMb - one.without.ownMb)),
            unit: 'MB',
            target: { atMost: MB_MAX },
          },
          { name: 'Chromium beside it', value: median(all.map((one) => one.linked.browserMb)), unit: 'MB' },
          { name: '  processes', value: median(all.map((one) => one.linked.browserProcesses)), unit: '' },
        ],
      }
    })
  },
}

async function withoutWhatsApp(fixture: Fixture): Promise<Held> {
  await fixture.clear()
  const { pid } = await fixture.start()
  await wait(IDLE_MS)
  return await held(pid)
}

async function linked(fixture: Fixture): Promise<Held> {
  await fixture.clear()
  const double: Double = await DOUBLES.whatsapp({ limits: 'off', scans: 'at once' })
  try {
    await double.prepare?.(fixture.dataFolder)
    const service = await fixture.start(double.env)
    await double.connected(service)
    await wait(IDLE_MS)
    return await held(service.pid)
  } finally {
    await fixture.clear()
    await double[Symbol.asyncDispose]()
  }
}

type Held = { readonly ownMb: number; readonly browserMb: number; readonly browserProcesses: number }

async function held(pid: number): Promise<Held> {
  const tree = await treeOf(pid)
  const own = tree.filter(({ name }) => name === 'node main.ts')
  if (own.length !== 1) throw new Error(`the service is not one process: ${tree.map(({ name }) => name).join(', ')}`)
  // Its other processes have rewritten their command lines.
  const roots = tree.filter(({ name, parent }) => parent === own[0]?.pid && name.startsWith('chrom'))
  const browser = (await Promise.all(roots.map((root) => treeOf(root.pid)))).flat()
  return { ownMb: await mbOf(own), browserMb: await mbOf(browser), browserProcesses: browser.length }
}

async function mbOf(processes: readonly Process[]): Promise<number> {
  const bytes = await heldBytes(processes.map(({ pid }) => pid))
  return sum([...bytes.values()]) / 1e6
}
