import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { nothing, takesNothing } from '#console/api/forms/page.ts'
import { route } from '#console/api/route.ts'
import { routes } from '#console/api/routes/all.ts'
import { signedIn } from '../kit/console.ts'
import { openConsoleApi, type ConsoleApi } from '../kit/console-api.ts'

const LOCK = 41
const WAITING = `select from pg_locks where locktype = 'advisory' and not granted`
/** Takes as long as the test holds the lock. */
const slow = route({
  method: 'GET',
  path: '/api/slow',
  needs: 'moderator',
  shows: 'numbers',
  ...takesNothing,
  query: z.object({ n: z.string() }),
  answer: nothing,
  async handle(_asked, { pool }) {
    await pool.query(`select pg_advisory_xact_lock_shared(${LOCK})`)
    return {}
  },
})
const platform = Promise.withResolvers<void>()
let asksOfPlatform = 0
const far = route({
  method: 'GET',
  path: '/api/far',
  needs: 'moderator',
  shows: 'numbers',
  asksOthers: true,
  ...takesNothing,
  answer: nothing,
  async handle() {
    asksOfPlatform += 1
    await platform.promise
    return {}
  },
})

let api: ConsoleApi
beforeAll(async () => {
  api = await openConsoleApi({ routes: [...routes, slow, far] })
})
afterAll(() => api[Symbol.asyncDispose]())

test('whoever asks for much at once waits for it alone, and for too much is told so', async () => {
  const { superuser: database } = api.database
  const as = (role: 'moderator' | 'owner') => signedIn({ url: api.url, database }, role)
  const [moderator, owner] = [await as('moderator'), await as('owner')]
  await database.query(`select pg_advisory_lock(${LOCK})`)
  const many = Array.from({ length: 70 }, (_, n) => moderator.get(`/api/slow?n=${n}`))
  await expect.poll(async () => (await database.query(WAITING)).rowCount).toBe(2)
  expect((await owner.get('/api/me')).status).toBe(200)
  expect((await owner.send('DELETE', '/api/me/devices')).status).toBe(200)
  expect((await database.query(WAITING)).rowCount).toBe(2)
  await database.query(`select pg_advisory_unlock(${LOCK})`)
  const statuses = (await Promise.all(many)).map(({ status }) => status)
  expect(Object.groupBy(statuses, String)).toMatchObject({ 200: { length: 64 }, 429: { length: 6 } })
})

test('whoever may no longer read when their turn comes is refused', async () => {
  const { superuser: database } = api.database
  const moderator = await signedIn({ url: api.url, database }, 'moderator', 'soon-viewer')
  await database.query(`select pg_advisory_lock(${LOCK})`)
  const asked = Array.from({ length: 3 }, (_, n) => moderator.get(`/api/slow?n=${n}`))
  await expect.poll(async () => (await database.query(WAITING)).rowCount).toBe(2)
  await database.query(`update console_account set role = 'viewer' where name = 'soon-viewer'`)
  await database.query(`select pg_advisory_unlock(${LOCK})`)
  const statuses = (await Promise.all(asked)).map(({ status }) => status)
  expect(statuses.toSorted()).toEqual([200, 200, 403])
})

test('whoever waits for a slow platform holds up nobody who reads here, themselves neither', async () => {
  const at = { url: api.url, database: api.database.superuser }
  const [one, other] = [await signedIn(at, 'moderator', 'one'), await signedIn(at, 'moderator', 'other')]
  const far = [one, one, one, other, other].map((each) => each.get('/api/far'))
  await expect.poll(() => asksOfPlatform).toBe(3)
  expect((await Promise.all([one, other].map((each) => each.get('/api/me')))).map(({ status }) => status)).toEqual([
    200, 200,
  ])
  platform.resolve()
  expect((await Promise.all(far)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
})
