import { open } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from '#machine/clock.ts'
import { withDeadline } from '#machine/deadline.ts'
import type { ReplyFile } from '../contract/channel.ts'
import type { PersonId, RandomId } from '../contract/ids.ts'
import { filePathOf } from '../media/media-path.ts'
import type { MemoryKind } from '../memory/kinds/kind.ts'
import { inMemoryOf } from '../memory/person-rows.ts'
import type { Store } from '../store/store.ts'
import { ExportDocuments } from './export-documents.ts'
import type { ExportFiles } from './export-files.ts'
import {
  conversationRecord,
  EXPORT_VERSION,
  feedbackRecord,
  identityRecord,
  pictureName,
  saidRecords,
  unaskedRecord,
} from './export-record.ts'
import { conversationsOf, feedbackGivenIn, identitiesOf, picturesOf, saidIn, unaskedIn } from './export-rows.ts'
import { ZipParts, type ZipPart } from './zip-parts.ts'
import { CodedError } from '#machine/coded-error.ts'
import { say } from '../sentences.ts'

/** Of all people, at once: each compresses on a thread and writes to the disk. */
const EXPORTS_MAX = 2
const EXPORT_MS_MAX = 110_000
/** Of one JSON document, where the platform takes large files. */
const DOCUMENT_BYTES_MAX = 64 * 1024 ** 2
/** A record that is begun is written to its end: the longest message with its answer. */
const RECORD_BYTES_MAX = 256 * 1024

/**
 * `busy`: an export of this person, or of too many others, is being made. `no-room`: the disk is nearly full.
 * `no-files`: the platform takes no such files from a bot.
 */
export class ExportRefused extends CodedError<'busy' | 'no-room' | 'no-files'> {
  override readonly name = 'ExportRefused'
  constructor(code: ExportRefused['code']) {
    super(code, say(`export.${code}`))
  }
}

export type ExporterDeps = {
  readonly store: Store
  readonly files: ExportFiles
  readonly mediaFolder: string
  readonly kinds: readonly Pick<MemoryKind, 'name' | 'export'>[]
  readonly hasRoom: () => boolean
  readonly clock: Clock
  readonly random: RandomId
}

export type Exporter = {
  /**
   * Everything that is held about a person, as zip files of at most `bytesMax` each. Replaces an export that was not
   * fetched yet.
   *
   * @throws {ExportRefused}
   */
  exportOf(person: PersonId, limit: { readonly bytesMax: number }, signal: AbortSignal): Promise<readonly ReplyFile[]>
}

export function createExporter(deps: ExporterDeps): Exporter {
  const running = new Set<PersonId>()
  return {
    async exportOf(person, { bytesMax }, signal) {
      if (running.has(person) || running.size >= EXPORTS_MAX) throw new ExportRefused('busy')
      running.add(person)
      try {
        await deps.files.deleteOf(person)
        const limit = { limitMs: EXPORT_MS_MAX, clock: deps.clock }
        return await withDeadline(limit, (inner) => writtenOf(deps, { person, bytesMax }, inner), signal)
      } finally {
        running.delete(person)
      }
    },
  }
}

type Wanted = { readonly person: PersonId; readonly bytesMax: number }

async function writtenOf(deps: ExporterDeps, wanted: Wanted, signal: AbortSignal): Promise<readonly ReplyFile[]> {
  const { files, random, clock } = deps
  const { person, bytesMax } = wanted
  const folder = await files.folderFor(person)
  const parts = new ZipParts({ bytesMax, newPath: () => path.join(folder, `${random()}.zip`) })
  const at = new Date(clock.now())
  try {
    await addRecord(deps, { ...wanted, parts, at }, signal)
    await addPictures(deps, { ...wanted, parts, at }, signal)
    const written = await parts.end()
    // One who was deleted meanwhile leaves nothing here.
    if ((await identitiesOf(deps.store.pool, person)).length === 0) throw new Error('This person was deleted.')
    return written.map((part, index) => replyFile(deps, { person, part, name: nameOf(at, { index, of: written }) }))
  } catch (error) {
    await parts.discard()
    throw error
  }
}

type Adding = Wanted & { readonly parts: ZipParts; readonly at: Date }

async function addRecord(deps: ExporterDeps, { person, bytesMax, parts, at }: Adding, signal: AbortSignal) {
  const { store, hasRoom } = deps
  const identities = (await identitiesOf(store.pool, person)).map(identityRecord)
  const head = { version: EXPORT_VERSION, exportedAt: at, identities, memory: await memorySettings(deps, person) }
  const conversations = conversationSections(deps, person)
  const documents = new ExportDocuments({ head, memories: memoriesOf(deps, person), conversations })
  const documentBytesMax = Math.min(DOCUMENT_BYTES_MAX, Math.floor(bytesMax / 2))
  while (!documents.isOver) {
    if (!hasRoom()) throw new ExportRefused('no-room')
    const name = documents.count === 0 ? 'export.json' : `export-${documents.count + 1}.json`
    const content = documents.next(documentBytesMax)
    await parts.add({ name, at, isText: true, bytesMax: documentBytesMax + RECORD_BYTES_MAX, content }, signal)
  }
}

async function* conversationSections({ store }: ExporterDeps, person: PersonId) {
  for await (const row of conversationsOf(store.pool, person)) {
    yield { heading: conversationRecord(row), records: said(store, { person, conversation: row.id }) }
  }
}

async function* said({ pool }: Store, of: Parameters<typeof saidIn>[1]): AsyncGenerator<object> {
  for await (const row of saidIn(pool, of)) yield* saidRecords(row)
  for await (const row of unaskedIn(pool, of)) yield unaskedRecord(row)
  for await (const row of feedbackGivenIn(pool, of)) yield feedbackRecord(row)
}

/** One kind at a time. */
async function* memoriesOf({ store, kinds }: ExporterDeps, person: PersonId): AsyncGenerator<object> {
  for (const kind of kinds) {
    const items = await inMemoryOf(store.pool, person, (rows) => kind.export(rows))
    for (const item of items) yield { memory: kind.name, ...item }
  }
}

async function memorySettings({ store }: ExporterDeps, person: PersonId): Promise<object> {
  const { rows } = await store.pool.query<{ is_off: boolean; private_in: object }>(SETTINGS, [person])
  const { is_off: isOff = false, private_in: privateIn = {} } = rows[0] ?? {}
  return { isOff, privateIn: Object.keys(privateIn) }
}

const SETTINGS = 'select is_off, private_in from memory_person where person_id = $1'

async function addPictures({ store, mediaFolder, hasRoom }: ExporterDeps, of: Adding, signal: AbortSignal) {
  for await (const row of picturesOf(store.pool, of.person)) {
    if (!hasRoom()) throw new ExportRefused('no-room')
    // Deleted by retention since its row was read.
    const file = await open(filePathOf(mediaFolder, row)).catch(() => undefined)
    if (file === undefined) continue
    const about = { name: pictureName(row), at: row.createdAt, isText: false, bytesMax: row.bytes }
    const content = file.createReadStream() as AsyncIterable<Buffer>
    await of.parts.add({ ...about, content }, signal).finally(() => file.close().catch(() => undefined))
  }
}

/** `chasqui-export-2026-11-28.zip`, or with `-1`, `-2` … where there are several. */
function nameOf(at: Date, { index, of }: { index: number; of: readonly ZipPart[] }): string {
  const day = at.toISOString().slice(0, 10)
  return `chasqui-export-${day}${of.length === 1 ? '' : `-${index + 1}`}.zip`
}

type Written = { readonly person: PersonId; readonly part: ZipPart; readonly name: string }

const replyFile = ({ files }: ExporterDeps, { person, part, name }: Written): ReplyFile => ({
  path: files.placeOf(person, path.basename(part.path, '.zip')),
  name,
  mime: 'application/zip',
  bytes: part.bytes,
})
