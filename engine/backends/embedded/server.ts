import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { superviseChild } from '#machine/child.ts'
import type { Child, ChildOptions } from '#machine/child-options.ts'
import type { Program } from '#machine/programs.ts'
import { filesOf, type Downloadable } from '../../models/card.ts'
import { checkFile } from '../../models/check-file.ts'
import type { LoadedModel } from '../../models/load.ts'

/** The socket on which the server listens, and the file with its API key. */
export type Endpoint = { readonly socketPath: string; readonly keyPath: string; readonly key: string }

/** Two engines of one model may run at a time: while one takes the place of the other, or one judges for another. */
export function newEndpoint(socketFolder: string, name: string): Endpoint {
  const own = `${name}-${(endpoints += 1)}`
  const key = randomBytes(KEY_BYTES).toString('base64url')
  return { socketPath: join(socketFolder, `${own}.sock`), keyPath: join(socketFolder, `${own}.key`), key }
}

/** Before each start: checks the files of the model, removes an old socket, and writes the key file. */
export async function prepareServer(
  model: LoadedModel<Downloadable>,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<void> {
  for (const file of filesOf(model.card)) {
    await checkFile({ ...file, at: join(model.folder, file.path) }, model.sumsPath, signal)
  }
  await mkdir(dirname(endpoint.socketPath), { recursive: true, mode: 0o700 })
  // A socket file left by a dead server makes the next start fail.
  await rm(endpoint.socketPath, { force: true })
  await writeFile(endpoint.keyPath, endpoint.key, { mode: 0o600 })
}

export type ServerOptions = Pick<ChildOptions, 'prepare' | 'ready' | 'scrub' | 'clock' | 'log' | 'args'> & {
  readonly model: string
  readonly program: Exclude<Program, { missing: string }>
}

/** Starts llama-server and keeps it running. */
export function superviseServer({ model, program, args, ...options }: ServerOptions): Child {
  return superviseChild({
    ...options,
    name: `llama-server (${model})`,
    // The mode of the socket comes from the umask.
    command: '/bin/sh',
    args: ['-c', 'umask 177; exec "$0" "$@"', program.path, ...args],
    // Where gdb is installed, a failed assertion would start it and hang.
    env: { ...program.env, GGML_NO_BACKTRACE: '1' },
    stop: ['SIGTERM', 'SIGTERM'],
    stopAfterMs: STOP_AFTER_MS,
    backOff: BACK_OFF,
    startTimeoutMs: START_MS,
  })
}

let endpoints = 0
const KEY_BYTES = 32
// Loading 65 GB from a slow disk can take this long.
const START_MS = 1_800_000
const STOP_AFTER_MS = 2_500
const BACK_OFF = { firstMs: 100, maxMs: 15_000 }
