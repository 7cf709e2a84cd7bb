// Stops as its first word says: at once, never, or with a failure.
import { logFor } from '#machine/log.ts'
import { onStopSignals } from '#machine/stop.ts'

const stops: Record<string, () => Promise<void>> = {
  'at-once': async () => console.log('stopped'),
  never: () => new Promise(() => console.log('stopping')),
  failing: () => Promise.reject(new Error('no')),
}
const stop = stops[process.argv[2] ?? ''] ?? (async () => undefined)
onStopSignals({ stop, deadlineMs: Number(process.argv[3] ?? 10_000), log: logFor('test:stop') })
setInterval(() => undefined, 1_000)
console.log('ready')
