import { randomBytes } from 'node:crypto'
import { openConsole } from '#console/listener.ts'
import type { ConsoleDeps } from '#console/deps.ts'
import { logFor } from '#machine/log.ts'
import type { Config } from './config.ts'

type Around = Omit<ConsoleDeps, 'randomBytes' | 'log'> & { readonly config: Config }

/** The admin listener, with all that it may read and change. */
export function openConsoleOf({ config, ...deps }: Around) {
  const log = logFor('console')
  return openConsole({ address: config.console, deps: { ...deps, randomBytes, log }, log })
}
