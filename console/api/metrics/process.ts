import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Metric } from './text.ts'

/** How often the lag is looked at: what it measures is this, and the lag. */
const RESOLUTION_MS = 20
const NANOSECONDS = 1e9

export type ProcessMetrics = { read(): Metric[]; [Symbol.dispose](): void }

/** Of this process, by the names that dashboards for Node know. The lag is watched from the first look on. */
export function createProcessMetrics(): ProcessMetrics {
  const lag = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  const secondsOf = (nanoseconds: number) => Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION_MS / 1_000)
  const startedAtSeconds = Date.now() / 1_000 - process.uptime()
  return {
    read() {
      lag.enable()
      const lags = [0.5, 0.99].map((quantile) => ({
        labels: { quantile: String(quantile) },
        value: secondsOf(lag.percentile(quantile * 100)),
      }))
      const longest = secondsOf(lag.max)
      lag.reset()
      const { rss, heapUsed, external } = process.memoryUsage()
      const { user, system } = process.cpuUsage()
      return [
        gauge('nodejs_eventloop_lag_seconds', 'How late the event loop was, since the last look.', lags),
        gauge('nodejs_eventloop_lag_max_seconds', 'The longest of them.', longest),
        gauge('process_resident_memory_bytes', 'Memory of the service, without its children.', rss),
        gauge('nodejs_heap_size_used_bytes', 'Of it, the heap that is in use.', heapUsed),
        gauge('nodejs_external_memory_bytes', 'Of it, buffers outside the heap.', external),
        gauge('process_start_time_seconds', 'When it started.', startedAtSeconds),
        {
          name: 'process_cpu_seconds_total',
          type: 'counter',
          help: 'Time of processors that it took.',
          samples: [{ value: (user + system) / 1e6 }],
        },
      ]
    },
    [Symbol.dispose]: () => void lag.disable(),
  }
}

export const gauge = (name: string, help: string, samples: number | Metric['samples']): Metric => ({
  name,
  type: 'gauge',
  help,
  samples: typeof samples === 'number' ? [{ value: samples }] : samples,
})
