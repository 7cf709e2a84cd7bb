import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Redis } from 'ioredis'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { startModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'
import { filesWith, tablesWith } from '../kit/traces.ts'
import { Visitor } from '../adapters/web/visitor.ts'
import { jpegOf } from '../core/media/hostile.ts'

/** What lies in a data folder, and how it comes that nothing of a person who was forgotten does. */
const COVERED: Record<string, string> = {
  postgres: 'the tables; see test/core/forget/coverage.test.ts',
  media: 'a folder a person',
  uploads: 'forgetPerson of adapters/web',
  'discord-pictures': 'forgetPerson of adapters/discord',
  exports: 'a folder a person',
  key: 'random bytes',
  id: 'the name of the data folder, random',
}

const uncovered = async (folder: string) =>
  (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => !entry.isSocket() && !(entry.name in COVERED))
    .map(({ name }) => name)

async function database({ app }: Product): Promise<pg.Client> {
  const client = new pg.Client({ host: app.socketFolder, database: 'chasqui', user: 'chasqui', password: '' })
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

async function keysAndValues({ app }: Product): Promise<string> {
  const name = (await readdir(app.socketFolder)).find((entry) => entry.startsWith('redis'))
  const redis = new Redis(path.join(app.socketFolder, name ?? ''))
  onTestFinished(() => redis.disconnect())
  const all = await redis.keys('*')
  const values = await Promise.all(all.map((key) => redis.dump(key)))
  return all.concat(values.map(String)).join('\n')
}

/** As the superuser, whom row-level security does not hold back. */
async function remembered(client: pg.Client, person: string, text: string): Promise<void> {
  await client.query('insert into memory_person (person_id) values ($1) on conflict do nothing', [person])
  const item = `insert into memory_item (person_id, number, kind, text, scope, origin, confidence, said_at, terms, created_at)
    values ($1, 1, 'fact', $2, '', 'learnt', 1, now(), '', now())`
  await client.query(item, [person, text])
}

test('who is forgotten leaves nothing in tables, files or Redis, and is a stranger when they come back', async () => {
  const host = await startModelHost({ hasEyes: true })
  onTestFinished(() => host.close())
  const product = await startProduct({ host })
  onTestFinished(() => product[Symbol.asyncDispose]())
  const { app, dataFolder } = product
  const [alice, bob] = [await Visitor.arrives({ url: app.url ?? '' }), await Visitor.arrives({ url: app.url ?? '' })]
  const photo = await jpegOf()
  const ask = async (visitor: Visitor, text: string, messageId = 'message-1') => {
    const listening = await visitor.listens()
    onTestFinished(() => listening.leave())
    await listening.next('hello')
    expect((await visitor.sendsPictures(messageId, text, [photo], 'image/jpeg')).status).toBe(202)
    for (;;) {
      const { data } = await listening.next('reply')
      if (data.final === true) return { listening, answer: data.text }
    }
  }
  const hers = await ask(alice, 'saffron?')
  expect(hers.answer).toContain('saffron?')
  await ask(bob, 'potatoes?')

  const client = await database(product)
  const query = 'select person_id from identity where id = $1'
  const person =
    (await client.query<{ person_id: string }>(query, [`web:page:${alice.person}`])).rows[0]?.person_id ?? ''
  await remembered(client, person, 'The person likes saffron.')
  const exported = path.join(dataFolder, 'exports', person)
  await mkdir(exported, { recursive: true })
  await writeFile(path.join(exported, 'all.json'), 'saffron')
  const words = [alice.person, person, 'saffron']
  expect(await tablesWith(client, words)).toEqual(expect.arrayContaining(['turn', 'memory_item']))
  expect(await filesWith(dataFolder, words, ['postgres'])).toContain(`media/${person}`)

  await app.jobs.enqueue('delete-person', person)
  await expect(hers.listening.next('nothing')).rejects.toThrow('the stream ended')
  await expect.poll(async () => (await client.query("select from job where name = 'delete-person'")).rowCount).toBe(0)
  expect(await tablesWith(client, words)).toEqual([])
  expect(await filesWith(dataFolder, words, ['postgres'])).toEqual([])
  await expect.poll(() => keysAndValues(product)).not.toMatch(new RegExp(words.join('|')))

  expect(await (await alice.get('/api/history')).json()).toEqual({ entries: [] })
  const bobs = (await (await bob.get('/api/history')).json()) as { entries: { text: string }[] }
  expect(bobs.entries.map(({ text }) => text)).toContain('potatoes?')
  // What her page sends again, as it heard no answer, is not taken a second time.
  const before = host.prompts.length
  expect((await alice.sendsPictures('message-1', 'saffron?', [photo], 'image/jpeg')).status).toBe(202)
  expect(await tablesWith(client, words)).toEqual([])
  await ask(alice, 'pepper?', 'message-2')
  expect(
    host.prompts
      .slice(before)
      .map(({ text }) => text)
      .join('\n'),
  ).not.toContain('saffron')
  expect(host.prompts.at(-1)?.text).not.toContain('saffron')

  expect(await uncovered(dataFolder)).toEqual([])
  await mkdir(path.join(dataFolder, 'memories'))
  expect(await uncovered(dataFolder)).toEqual(['memories'])
})
