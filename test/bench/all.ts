import type { Benchmark } from './benchmark.ts'

/** All benchmarks, in the order in which they run. */
export const benchmarks: Record<string, () => Promise<Benchmark>> = {
  'cold-start': async () => (await import('./cold-start.ts')).coldStart,
  memory: async () => (await import('./memory.ts')).memory,
  overhead: async () => (await import('./overhead.ts')).overhead,
  throughput: async () => (await import('./throughput.ts')).throughput,
  fairness: async () => (await import('./fairness.ts')).fairness,
  prompt: async () => (await import('./prompt.ts')).prompt,
  embedder: async () => (await import('./embedder.ts')).embedder,
  'first-text': async () => (await import('./first-text.ts')).firstText,
  guard: async () => (await import('./guard.ts')).guard,
  learning: async () => (await import('./learning.ts')).learning,
  recall: async () => (await import('./recall.ts')).recall,
  channels: async () => (await import('./channels.ts')).channels,
  'whatsapp-memory': async () => (await import('./whatsapp-memory.ts')).whatsAppMemory,
  console: async () => (await import('./console.ts')).consoleLists,
  'console-page': async () => (await import('./console-page.ts')).consolePage,
  'console-streams': async () => (await import('./console-streams.ts')).consoleStreams,
  'console-memory': async () => (await import('./console-memory.ts')).consoleMemory,
  kills: async () => (await import('./kills.ts')).kills,
  storm: async () => (await import('./storm.ts')).storm,
  setup: async () => (await import('./setup.ts')).setup,
}
