import { parseArgs } from 'node:util'
import { systemClock } from '#machine/clock.ts'
import { collectWhenIdle } from '#machine/idle-heap.ts'
import { exitOnUncaughtException } from '#machine/uncaught-exception.ts'
import { logFor } from '#machine/log.ts'
import { onStopSignals } from '#machine/stop.ts'
import { createApp } from '#app/app.ts'
import { readLayers } from '#app/config.ts'
import { LINK_MINUTES } from '#console/links.ts'
import { runCommand, usage } from '#app/usage.ts'

const OPTIONS = { config: { type: 'string' } } as const

/** `npm start`: serves until SIGINT or SIGTERM. */
runCommand(async () => {
  exitOnUncaughtException(logFor('app'))
  const { values } = usage(() => parseArgs({ options: OPTIONS, strict: true }), OPTIONS)
  const app = await createApp(await readLayers({ env: process.env, file: values.config }))
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
  welcome(await app.firstLink())
  await collectWhenIdle({ clock: systemClock }, stopping.signal)
})

/** To stdout and never to the log, which others may read. */
function welcome(link: string | undefined): void {
  if (link === undefined) return
  // Nobody may be there to read it any more.
  process.stdout.on('error', () => undefined)
  process.stdout.write(
    `\nWelcome to Chasqui. Nobody owns its console yet: open this link within ${LINK_MINUTES} minutes to become its owner.\n\n` +
      `  ${link}\n\nLater, npm run console -- link makes another one.\n\n`,
  )
}
