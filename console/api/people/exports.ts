import { createReadStream } from 'node:fs'
import type { ReplyFile } from '#core/contract/channel.ts'
import type { PersonId } from '#core/contract/ids.ts'
import { ExportRefused } from '#core/export/exporter.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { ServiceParts } from '../../deps.ts'
import { Download } from '../download.ts'
import { ConsoleError } from '../console-error.ts'
import type { ExportForm } from '../forms/people.ts'
import { say } from '../sentences.ts'
import { saidBy } from '#machine/coded-error.ts'
import { toldAs, type Told } from '#machine/sentence.ts'

/** Longer than their files are kept. */
const KEPT_MS = 24 * 3_600_000
/** Of all people: the oldest is no longer known then, and its files go with the hourly cleanup. */
const EXPORTS_MAX = 100

type Export = { readonly sinceMs: number } & (
  | { readonly state: 'making' }
  | { readonly state: 'ready'; readonly files: readonly ReplyFile[]; readonly sent: Set<ReplyFile> }
  | (Told<'message'> & { readonly state: 'failed' })
)

/** Exports that owners have asked for: made in the background, fetched by whichever page comes back for them. */
export type PersonExports = {
  /** Begins one, unless one is being made. */
  begin(person: PersonId): ExportForm
  stateOf(person: PersonId): ExportForm
  /** @throws {ConsoleError} when there is no such file (any more) */
  download(person: PersonId, index: number): Promise<Download>
  [Symbol.asyncDispose](): Promise<void>
}

type Deps = {
  readonly service: Pick<ServiceParts, 'exportOf' | 'exportFiles'>
  readonly clock: Clock
  readonly log: Logger
}

export function createPersonExports({ service, clock, log }: Deps): PersonExports {
  const { exportOf, exportFiles } = service
  const all = new Map<PersonId, Export>()
  const running = new Set<Promise<void>>()
  const stopping = new AbortController()

  const removeOld = () => {
    for (const [person, { sinceMs }] of all) {
      if (clock.now() - sinceMs > KEPT_MS || all.size > EXPORTS_MAX) all.delete(person)
    }
  }
  const make = async (person: PersonId, sinceMs: number) => {
    try {
      all.set(person, { state: 'ready', sinceMs, files: await exportOf(person, stopping.signal), sent: new Set() })
    } catch (error) {
      if (!(error instanceof ExportRefused)) log.warn({ error }, 'failed to make an export for an operator')
      const said = error instanceof ExportRefused ? saidBy(error) : say('export.failed')
      all.set(person, { state: 'failed', sinceMs, ...toldAs('message', said) })
    }
  }
  return {
    begin(person) {
      removeOld()
      if (all.get(person)?.state !== 'making') {
        const before = all.get(person)
        if (before?.state === 'ready') void exportFiles.remove(before.files).catch(() => undefined)
        const sinceMs = clock.now()
        all.set(person, { state: 'making', sinceMs })
        const made = make(person, sinceMs)
        running.add(made)
        void made.finally(() => running.delete(made))
      }
      return formOf(all.get(person))
    },
    stateOf: (person) => formOf(all.get(person)),
    async download(person, index) {
      const found = all.get(person)
      const file = found?.state === 'ready' ? found.files[index] : undefined
      if (found?.state !== 'ready' || file === undefined || !(await exportFiles.isKept(file))) {
        throw new ConsoleError('not-found', say('export.gone'))
      }
      return new Download({
        name: file.name,
        mime: 'application/zip',
        content: createReadStream(exportFiles.pathOf(file)),
        bytes: file.bytes,
        // Only once all of it has left: a download that broke off can be tried again.
        onSent() {
          found.sent.add(file)
          if (found.sent.size === found.files.length && all.get(person) === found) all.delete(person)
          exportFiles.remove([file]).catch((error: unknown) => log.warn({ error }, 'failed to remove an export'))
        },
      })
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await Promise.all(running)
    },
  }
}

function formOf(found: Export | undefined): ExportForm {
  if (found === undefined) return { state: 'none', files: [] }
  const { state, sinceMs } = found
  const files = state === 'ready' ? found.files.map(({ name, bytes }) => ({ name, bytes })) : []
  const why = state === 'failed' && { message: found.message, sentences: found.sentences }
  return { state, sinceMs, files, ...why }
}
