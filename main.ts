import { parseArgs } from 'node:util'
import { logFor } from '#machine/log.ts'
import { onStopSignals } from '#machine/stop.ts'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { ConfigError } from './config-error.ts'
import { EXIT_USAGE, usage } from './usage.ts'

const OPTIONS = { config: { type: 'string' } } as const

/** `npm start`: serves until SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const { values } = usage(() => parseArgs({ options: OPTIONS, strict: true }), OPTIONS)
  const config = await readConfig({ env: process.env, file: values.config })
  const app = await createApp(config)
  onStopSignals({ stop: () => app[Symbol.asyncDispose](), log: logFor('app') })
  await app.start()
}

/** What an operator can mend (a taken port, a full disk, a wrong setting) is a sentence; only what we did wrong has a stack. */
main().catch((error: unknown) => {
  const mendable = error instanceof Error && ('code' in error || error instanceof ConfigError)
  process.stderr.write(`${mendable ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(error instanceof ConfigError ? EXIT_USAGE : 1)
})
