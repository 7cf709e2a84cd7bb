import { systemClock } from '#machine/clock.ts'
import { answer, openTestWorker, textOf, type WorkerConnections } from './worker.ts'

// A worker in a process of its own, to be killed: says when it runs a turn, and takes its time (`argv[3]`,
// milliseconds).
const connections = JSON.parse(process.argv[2] ?? '') as WorkerConnections
const turnMs = Number(process.argv[3])

await openTestWorker(
  connections,
  async (turn, signal) => {
    process.stdout.write('running\n')
    await systemClock.sleep(turnMs, signal)
    return answer(`answer to ${textOf(turn)}`)
  },
  { isAlone: false },
)
