// Stops as its first word says: at once, never, or with a failure.
import { logFor } from '#machine/log.ts'
import { onStopSignals } from '#machine/stop.ts'

const stops: Record<string, () => Promise<void>> = {
  'at-once': async () => console.log('stopped'),
  never: () => new Promise(() => console.log('stopping')),
  failing: () => Promise.reject(new Error('no')),
}
const stop = stops[process.argv[2] ?? ''] ?? (async () => undefined)
const [deadlineMs = 10_000, echoMs = 0] = process.argv.slice(3).map(Number)
onStopSignals({ stop, deadlineMs, echoMs, log: logFor('test:stop') })
setInterval(() => undefined, 1_000)
console.log('ready')
