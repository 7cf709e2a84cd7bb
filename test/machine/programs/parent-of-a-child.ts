// Supervises the given command and prints its process id.
import { superviseChild } from '#machine/child.ts'
import { systemClock as clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'

const [command = '', ...args] = process.argv.slice(2)
const child = superviseChild({
  name: 'child',
  command,
  args,
  ready: () => new Promise((resolve) => setTimeout(resolve, 50)),
  stop: ['SIGTERM'],
  stopAfterMs: 1_000,
  backOff: { firstMs: 10, maxMs: 100 },
  startTimeoutMs: 10_000,
  clock,
  log: logFor('test:child'),
})
await child.whenReady()
console.log(child.pid)
