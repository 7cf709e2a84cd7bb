import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import { expect, test } from 'vitest'
import type { PersonId } from '#core/contract/ids.ts'
import { createExportFiles } from '#core/export/export-files.ts'
import { deletePerson } from '#core/forget/delete-person.ts'
import { createInbox } from '#core/inbox.ts'
import { createMailbox } from '#core/mailbox/mailbox.ts'
import { createMediaStore } from '#core/media/media-store.ts'
import { addItem } from '#core/memory/items.ts'
import { inMemoryOf, ofPerson } from '#core/memory/person-rows.ts'
import { createTombstones } from '#core/store/tombstones.ts'
import { systemClock as clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { openTestDatabase } from '../../kit/database.ts'
import { account, conversationOf, message, picture, randomId } from '../../kit/events.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { wordsIn } from '../../kit/traces.ts'

/** One for each place that a person's words or name may get to. */
const CANARIES = [
  ...['MessageCanary', 'CaptionCanary', 'RawCanary', 'NameCanary', 'AnswerCanary', 'PictureCanary', 'QuotedCanary'],
  ...['ItemCanary', 'ValueCanary', 'PassageCanary', 'TermCanary', 'VectorCanary', 'ExportCanary', 'ForwardCanary'],
]
const log = logFor('test:no-remains')

const PASSAGE = ofPerson(
  'test-remaining-passage',
  `insert into memory_passage (person_id, turn_id, conversation_id, scope, text, said_at, terms, term_count)
   values ($1, $2, 'c', '', $3, now(), $4::tsvector, 1)`,
)
const VECTOR = ofPerson(
  'test-remaining-vector',
  `insert into memory_vector (person_id, ref, model, dimensions, vector) values ($1, $2, $3, 1, $4)`,
)

test('after the deletion and a VACUUM FULL no byte of a person is left on the disk', async () => {
  await using database = await openTestDatabase()
  const { store, superuser, postgres } = database
  const folder = await temporaryFolder()
  const media = createMediaStore({ folder: path.join(folder, 'media'), store, clock })
  const tombstones = createTombstones(Buffer.alloc(32, 7))
  const silent = { wakeUps: { wake: async () => undefined }, bus: { publish: () => undefined } }
  const inbox = createInbox({ store, clock, random: randomId, ...silent, tombstones, log })
  const inGroup = { chatId: 'group', chatKind: 'group', addressed: 'mention', displayName: 'NameCanary' } as const
  const parts = [{ type: 'text', text: 'MessageCanary' } as const, picture('PictureCanary', 'CaptionCanary')]
  // A row of many pages, which Postgres keeps apart.
  const long = `RawCanary ${Array.from({ length: 400 }, randomId).join(' ')}`
  await inbox.accept([message('', { ...inGroup, messageId: 'hers', from: 'alice', parts, raw: Buffer.from(long) })])
  const mailbox = createMailbox({ store, clock, random: randomId, owner: 'test' })
  const claim = await mailbox.claim(conversationOf('group'))
  const step = claim && (await mailbox.next(claim))
  if (claim === undefined || step?.type !== 'turn') throw new Error('there is no turn')
  const { person } = step.turn
  await mailbox.finish(claim, step.turn, { outcome: { type: 'answered', text: 'AnswerCanary' }, verdicts: [] })
  await mailbox.release(claim)
  const replyTo = { messageId: 'hers', fromBot: false, text: 'QuotedCanary', media: [picture('PictureCanary')] }
  const his = { ...inGroup, from: 'bob', displayName: 'Bob' }
  await inbox.accept([
    message('why?', { ...his, messageId: 'his', replyTo, raw: Buffer.from('QuotedCanary') }),
    message('look', { ...his, messageId: 'passed on', forwardedFrom: 'NameCanary', raw: Buffer.from('ForwardCanary') }),
  ])
  await remembers(person)
  const bytes = Buffer.from('PictureCanary')
  const place = {
    eventId: step.turn.eventIds[0]!,
    part: 0,
    person,
    conversation: conversationOf('group'),
    turn: step.turn.id,
  }
  await media.keep(place, { mime: 'image/png', bytes, width: 1, height: 1 })
  await mkdir(path.join(folder, 'exports', person), { recursive: true })
  await writeFile(path.join(folder, 'exports', person, 'all.json'), 'ExportCanary')

  async function remembers(of: PersonId): Promise<void> {
    const about = { kind: 'fact', scope: '', origin: 'learnt', confidence: 1, saidAtMs: 0 } as const
    await inMemoryOf(store.pool, of, async (rows) => {
      await addItem(rows, { ...about, text: 'ItemCanary', value: 'ValueCanary' }, new Date())
      await rows.query(PASSAGE, ['turn', 'PassageCanary', 'TermCanary'])
      await rows.query(VECTOR, ['turn:VectorCanary', 'm', Buffer.from('VectorCanary')])
    })
  }
  // As autovacuum does: it keeps samples of what it sees.
  await superuser.query('analyze')
  await superuser.query('checkpoint')
  const everywhere = (words: readonly string[]) => wordsIn([folder, path.join(postgres.host, 'postgres')], words)
  expect(await everywhere(CANARIES)).toEqual(CANARIES)

  const receipt = await deletePerson(
    {
      ...{
        store,
        media,
        exports: createExportFiles({ dataFolder: folder, clock }),
        channels: () => [],
        tombstones,
        clock,
        log,
      },
      access: { forget: () => undefined },
      forgetPrompts: async () => 0,
    },
    person,
  )
  expect(receipt).toMatchObject({ quotes: 2, tombstones: 1, pictures: 1, exports: 1 })
  await rewritten(superuser)
  expect(await everywhere(CANARIES)).toEqual([])
  // Ids are among what Postgres keeps for its planner until it looks again, which autovacuum does by itself.
  await superuser.query('analyze')
  await rewritten(superuser, 'pg_statistic')
  expect(await everywhere([...CANARIES, `${account}:alice`, person])).toEqual([])
})

/** What docs/configuration.md tells operators who want nothing to be left at once. */
async function rewritten(superuser: pg.Pool, table = ''): Promise<void> {
  for (const step of [`vacuum full ${table}`, 'checkpoint', 'select pg_switch_wal()', 'checkpoint'])
    await superuser.query(step)
}
