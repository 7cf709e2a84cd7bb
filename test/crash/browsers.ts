import { setTimeout as sleep } from 'node:timers/promises'
import { processes, type RunningProcess, withDescendants } from '../kit/processes.ts'

const GONE_WITHIN_MS = 5_000
const LOOK_AGAIN_MS = 50

/** Every process of browsers that a service started. */
export async function browsersBelow(service: number): Promise<RunningProcess[]> {
  const below = withDescendants(await processes(), ({ pid }) => pid === service)
  return withDescendants(below, ({ command }) => command.includes('--user-data-dir='))
}

/** How many of them still run some seconds after their service was killed. */
export async function leftOf(browsers: readonly RunningProcess[]): Promise<number> {
  const deadlineMs = performance.now() + GONE_WITHIN_MS
  for (;;) {
    const running = new Map((await processes()).map(({ pid, command }) => [pid, command]))
    const left = browsers.filter(({ pid, command }) => running.get(pid) === command).length
    if (left === 0 || performance.now() > deadlineMs) return left
    await sleep(LOOK_AGAIN_MS)
  }
}
