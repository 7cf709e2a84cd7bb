import { parseArgs } from 'node:util'
import { systemClock } from '#machine/clock.ts'
import { collectWhenIdle } from '#machine/idle-heap.ts'
import { exitOnUncaughtException } from '#machine/uncaught-exception.ts'
import { logFor } from '#machine/log.ts'
import { onStopSignals } from '#machine/stop.ts'
import { createApp } from '#app/app.ts'
import { readConfig } from '#app/config.ts'
import { runCommand, usage } from '#app/usage.ts'

const OPTIONS = { config: { type: 'string' } } as const

/** `npm start`: serves until SIGINT or SIGTERM. */
runCommand(async () => {
  exitOnUncaughtException(logFor('app'))
  const { values } = usage(() => parseArgs({ options: OPTIONS, strict: true }), OPTIONS)
  const config = await readConfig({ env: process.env, file: values.config })
  const app = await createApp(config)
  const stopping = new AbortController()
  const stop = () => {
    stopping.abort()
    return app[Symbol.asyncDispose]()
  }
  onStopSignals({ stop, log: logFor('app') })
  app.lost.addEventListener('abort', () => void stop().finally(() => process.exit(1)))
  await app.start().catch(async (error: unknown) => {
    await stop()
    throw error
  })
  await collectWhenIdle({ clock: systemClock }, stopping.signal)
})
