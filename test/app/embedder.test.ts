import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import type { PersonId } from '#core/contract/ids.ts'
import { EMBED_JOB } from '#core/memory/embed-jobs.ts'
import { inMemoryOf } from '#core/memory/person-rows.ts'
import { unembeddedIn } from '#core/memory/vectors.ts'
import { startModelHost } from '../kit/model-host.ts'
import { startProduct } from '../kit/product.ts'
import { newPerson, rememberItem } from '../core/memory/remembered.ts'

test('a service with an embedder embeds what is remembered, and says so at this computer', async () => {
  const host = await startModelHost()
  const env = { CHASQUI_EMBEDDER: 'host', CHASQUI_EMBED_URL: host.url, CHASQUI_EMBED_REMOTE_MODEL: host.model }
  const product = await startProduct({ host, env })
  const pool = new pg.Pool({ host: product.app.socketFolder, user: 'chasqui', database: 'chasqui', password: '' })
  onTestFinished(async () => {
    await pool.end()
    await product[Symbol.asyncDispose]()
    await host.close()
  })
  const embedder = () => product.app.readiness().parts.find(({ name }) => name === 'embedder')
  await expect.poll(embedder).toEqual({ name: 'embedder', state: 'ready', detail: host.model })
  const person: PersonId = await newPerson(pool)
  await rememberItem(pool, person, 'The person lives in Oslo.')
  const about = { model: host.model, dimensions: 8, rowsMax: 1 }
  const missing = () => inMemoryOf(pool, person, (rows) => unembeddedIn(rows, about))
  expect(await missing()).toHaveLength(1)
  await product.app.jobs.enqueue(EMBED_JOB, person)
  await expect.poll(missing).toEqual([])
})
