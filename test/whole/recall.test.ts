import { afterAll, beforeAll, expect, test } from 'vitest'
import { inMemoryOf } from '#core/memory/person-rows.ts'
import type { PersonId } from '#core/contract/ids.ts'
import { addItem } from '#core/memory/items.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'
import pg from 'pg'

let host: ModelHost
let product: Product
let pool: pg.Pool
beforeAll(async () => {
  host = await startModelHost({ answer: () => 'Indeed.' })
  product = await startProduct({ host, env: { CHASQUI_ACCESS: 'open' } })
  await product.app.engine.ready(AbortSignal.timeout(20_000))
  pool = new pg.Pool({ host: product.app.socketFolder, user: 'chasqui', database: 'chasqui', password: '', max: 1 })
}, 60_000)
afterAll(async () => {
  await pool.end()
  await product[Symbol.asyncDispose]()
  await host.close()
})

const lastPrompt = () => host.prompts.findLast(({ kind }) => kind === 'chat')?.text ?? ''

test('what is known of a person is in their prompts, in nobody else’s, and the turn says what was used', async () => {
  const [ana, ben] = [product.person('ana'), product.person('ben')]
  for (const person of [ana, ben]) {
    person.sends('hello')
    await person.hears(/Indeed/)
  }
  await product.settled()
  expect(lastPrompt()).not.toContain('What you know about this person')
  const { rows } = await pool.query<{ person_id: PersonId }>('select person_id from turn order by started_at limit 1')
  const id = rows[0]!.person_id
  const about = { scope: '', origin: 'learnt', confidence: 1, saidAtMs: 0 } as const
  await inMemoryOf(pool, id, async (memory) => {
    const item = { kind: 'profile', field: 'place', value: 'Oslo', text: 'The person lives in Oslo.' } as const
    await addItem(memory, { ...about, ...item }, new Date(0))
    await addItem(memory, { ...about, kind: 'fact', text: 'The person owns a boat.' }, new Date(0))
  })

  ana.sends('what about my boat?')
  await ana.hears(/Indeed/)
  expect(lastPrompt()).toContain('What you know about this person:\n- The person lives in Oslo.')
  expect(lastPrompt()).toContain('> 1970-01-01 (noted): The person owns a boat.\n\nwhat about my boat?')
  ben.sends('what about the boat in Oslo?')
  await ben.hears(/Indeed/)
  expect(lastPrompt()).not.toMatch(/lives in Oslo|owns a boat/)

  await product.settled()
  const used = await pool.query('select memories_used from turn where memories_used is not null')
  expect(used.rows).toEqual([{ memories_used: ['item:1', 'item:2'] }])
})
