import { copyFile, mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  InstallPlanForm,
  ModelsForm,
  ModelsNowForm,
  SwitchPlanForm,
  SwitchStateForm,
} from '#console/api/forms/models.ts'
import type { SettingForm, SettingsForm } from '#console/api/forms/settings.ts'
import type { Hardware } from '#machine/hardware.ts'
import type { Loopback } from '../engine/loopback.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import { COMMIT, openModelHub } from '../kit/model-hub.ts'
import { startProduct, temporaryFolder, type Product } from '../kit/product.ts'

const BUNDLED = path.resolve(import.meta.dirname, '../../engine/models/tiny-scout')
const WEIGHTS = { path: 'SmolVLM2-Q8_0.gguf', content: Buffer.alloc(400_000, 'GGUF\x03\0\0\0no tensors') }
const PROJECTOR = { path: 'mmproj-Q8_0.gguf', content: Buffer.from('GGUF\x03\0\0\0projector') }
const SMALL = 'smolvlm2-500m'
const POLL = { timeout: 15_000, interval: 20 }

/** The tests set how large the machine is said to be. */
const machine = { platform: 'linux', arch: 'x64', cores: 2, memory: { totalBytes: 0, availableBytes: 0 }, gpus: [] }
const isLarge = (is: boolean) => (machine.memory = { totalBytes: is ? 64e9 : 20e6, availableBytes: is ? 32e9 : 20e6 })

let cache: string
let hub: Loopback
let product: Product
let database: pg.Client
let viewer: Operator
let operator: Operator
/** Holds back what comes after the first half of the weights. */
let holdsBack = false
/** Answers nothing at all, and says when it was asked. */
let holdsHub: (() => void) | undefined

/** A copy of the bundled model under another name. */
async function placeModel(name: string, more: object = {}): Promise<string> {
  const folder = path.join(cache, 'models', name)
  await mkdir(folder, { recursive: true })
  for (const file of ['tiny-scout.gguf', 'tiny-scout-mmproj.gguf'])
    await copyFile(path.join(BUNDLED, file), path.join(folder, file))
  const card = JSON.parse(await readFile(path.join(BUNDLED, 'card.json'), 'utf8')) as object
  await writeFile(path.join(folder, 'card.json'), JSON.stringify({ ...card, name, title: name, ...more }))
  return folder
}

beforeAll(async () => {
  isLarge(true)
  cache = await temporaryFolder('models')
  hub = await openModelHub([WEIGHTS, PROJECTOR], ({ path: asked, headers }, response) => {
    holdsHub?.()
    if (holdsHub) return true
    if (!holdsBack || !asked.endsWith(WEIGHTS.path) || headers.range !== undefined) return false
    response.writeHead(200, { etag: '"one"', 'content-length': WEIGHTS.content.length })
    response.write(WEIGHTS.content.subarray(0, 200_000))
    return true
  })
  await Promise.all([
    placeModel('scout-two'),
    placeModel('scout-full', { guard: { level: 'full', threshold: 0.5, seesPictures: false } }),
    placeModel('scout-silent', { guard: { level: 'none', threshold: 0.5, seesPictures: false } }),
    placeModel('scout-bad', { weights: [{ path: 'tiny-scout.gguf' }] }).then((folder) =>
      truncate(path.join(folder, 'tiny-scout.gguf'), 3_000_000),
    ),
  ])
  product = await startProduct({
    env: { CHASQUI_CACHE: cache, CHASQUI_ACCESS: 'open' },
    overrides: { hardware: machine as Hardware, hub: { baseUrl: hub.url } },
  })
  database = await product.database()
  const at = { url: product.app.consoleUrl ?? '', database }
  viewer = await signedIn(at, 'viewer')
  operator = await signedIn(at, 'operator')
  await product.app.engine.ready(AbortSignal.timeout(20_000))
})
afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
  await rm(cache, { recursive: true, force: true })
})

const now = async () => (await viewer.get<ModelsNowForm>('/api/models/now')).body
const rowOf = async (name: string) =>
  (await operator.get<ModelsForm>('/api/models')).body.rows.find((row) => row.name === name)
const planOf = (model: string) =>
  operator.get<SwitchPlanForm>(`/api/models/switch?${new URLSearchParams({ model }).toString()}`)
async function settingOf(key: string): Promise<SettingForm> {
  const { settings } = (await operator.get<SettingsForm>('/api/settings')).body
  const found = settings.find((one) => one.key === key)
  if (found === undefined) throw new Error(`${key} is not shown`)
  return found
}

/** Every state it was seen in, until its end. */
async function switched(model: string): Promise<readonly SwitchStateForm[]> {
  const { status, body } = await operator.send<ModelsNowForm>('POST', '/api/models/switch', { model })
  expect({ status, body }).toMatchObject({ status: 200 })
  const states = [body.switching]
  const see = async () => {
    const { switching } = await now()
    if (switching.state !== states.at(-1)?.state) states.push(switching)
    return switching.state
  }
  await expect.poll(see, POLL).toMatch(/^(done|failed|cancelled)$/)
  return states
}

/** People who write until `until` is over; returns how many messages. */
async function chats(names: readonly string[], until: Promise<unknown>): Promise<number> {
  let isOver = false
  void until.finally(() => (isOver = true))
  const sent = names.map(async (name) => {
    const person = product.person(name)
    for (let count = 1; ; count += 1) {
      person.sends(`Hello, how are you? It is me, number ${count}.`)
      await person.hears(/./)
      if (isOver) return count
    }
  })
  return (await Promise.all(sent)).reduce((sum, count) => sum + count, 0)
}

type Told = { readonly turns: number; readonly replies: number; readonly unjudged: number; readonly models: string[] }

/** Of the people with these names. */
async function told(names: readonly string[]): Promise<Told> {
  await product.settled()
  const { rows } = await database.query<Told>(
    `with of as (select t.id, t.state from turn t join identity i on i.person_id = t.person_id
                 where i.display_name = any($1))
     select (select count(*)::int from of where state in ('answered', 'blocked')) as turns,
            (select count(*)::int from outbox o join of on of.id = o.turn_id) as replies,
            (select count(*)::int from of where not exists
              (select from verdict v where v.turn_id = of.id and v.guard = 'llama-guard' and v.direction = 'in')) as unjudged,
            (select coalesce(array_agg(distinct v.model order by v.model), '{}') from verdict v join of on of.id = v.turn_id
              where v.guard = 'llama-guard') as models`,
    [names],
  )
  return rows[0] as Told
}

test('a viewer sees what serves, and no more', async () => {
  const { serving, switching } = await now()
  expect(serving).toMatchObject({ kind: 'embedded', model: 'tiny-scout', health: { state: 'ready' }, vision: true })
  expect(serving.guard).toMatchObject({ level: 'demonstration', model: 'tiny-scout' })
  expect(serving.tested).toMatchObject({ outcome: 'passed', guardCanary: 'answers' })
  expect(switching).toEqual({ state: 'none' })
  expect((await viewer.get('/api/models')).status).toBe(403)
  expect((await viewer.send('POST', '/api/models/switch', { model: 'scout-two' })).status).toBe(403)
})

test('the list says what fits this machine, and why not', async () => {
  expect(await rowOf('tiny-scout')).toMatchObject({
    source: 'bundled',
    installed: 'yes',
    serves: true,
    fit: { fits: true },
  })
  expect(await rowOf('scout-two')).toMatchObject({ source: 'folder', installed: 'yes', serves: false })
  const large = await rowOf('llama-4-scout')
  expect(large).toMatchObject({ source: 'hub', installed: 'no', fit: { fits: false, lacks: ['memory', 'cores'] } })
  expect(large?.fit.why).toBe(
    'It needs 96 GB of memory and 16 cores, or a graphics card with 80 GB. This machine has 64 GB of memory and 2 cores.',
  )
})

test.each(['no-such-model', '../../etc', '/etc', 'engine', '<script>alert(1)</script>', 'a'.repeat(300), '\u0000', ''])(
  'a model named %j is refused, and nothing of this machine is read',
  async (model) => {
    const { status, body } = await operator.send<{ message: string }>('POST', '/api/models/switch', { model })
    expect([400, 404]).toContain(status)
    expect(body.message).not.toMatch(/ENOENT|card\.json/)
    expect((await now()).switching.state).toBe('none')
  },
)

test('a model takes the place of another while people chat: each is answered once, and judged', async () => {
  expect((await planOf('scout-two')).body).toMatchObject({ way: 'beside', waitSecondsAbout: 0 })
  const names = ['Ana', 'Ben']
  const switching = switched('scout-two')
  const [sent, states] = await Promise.all([chats(names, switching), switching])
  expect(states.at(-1)).toMatchObject({ state: 'done', model: 'scout-two' })
  expect((await now()).serving).toMatchObject({ model: 'scout-two', guard: { model: 'scout-two' } })
  await chats(names, Promise.resolve())
  expect(await told(names)).toEqual({
    turns: sent + names.length,
    replies: sent + names.length,
    unjudged: 0,
    models: ['scout-two', 'tiny-scout'],
  })
  expect(await rowOf('scout-two')).toMatchObject({ serves: true, tested: { outcome: 'passed' } })
})

test('a model that cannot be loaded changes nothing, and it is said why', async () => {
  const states = await switched('scout-bad')
  expect(states.at(-1)).toMatchObject({ state: 'failed', model: 'scout-bad', serves: 'scout-two' })
  expect((await now()).serving).toMatchObject({ model: 'scout-two', health: { state: 'ready' } })
  expect(await rowOf('scout-bad')).toMatchObject({
    tested: { outcome: 'failed', why: expect.stringMatching(/\w/) as string },
  })
})

test('a model that does not judge is judged by the bundled one', async () => {
  expect((await switched('scout-silent')).at(-1)).toMatchObject({ state: 'done' })
  expect((await now()).serving.guard).toMatchObject({ level: 'demonstration', model: 'tiny-scout' })
  expect(await rowOf('tiny-scout')).toMatchObject({ serves: false, judges: true })
  await chats(['Dan'], Promise.resolve())
  expect(await told(['Dan'])).toEqual({ turns: 1, replies: 1, unjudged: 0, models: ['tiny-scout'] })
})

test('where both do not fit, messages wait, and the last model is loaded again when the new one fails', async () => {
  isLarge(false)
  expect((await planOf('scout-bad')).body).toMatchObject({ way: 'messages-wait', fit: { fits: true } })
  const names = ['Eve', 'Fay']
  const loadedAtMs = (await rowOf('scout-silent'))?.tested?.atMs ?? 0
  const failing = switched('scout-bad')
  const [first, failed] = await Promise.all([chats(names, failing), failing])
  expect(failed.at(-1)).toMatchObject({ state: 'failed', serves: 'scout-silent' })
  expect((await rowOf('scout-silent'))?.tested?.atMs).toBeGreaterThan(loadedAtMs)
  const working = switched('scout-two')
  const [second, states] = await Promise.all([chats(names, working), working])
  expect(states.at(-1)).toMatchObject({ state: 'done', model: 'scout-two' })
  const sent = first + second
  expect(await told(names)).toMatchObject({ turns: sent, replies: sent, unjudged: 0 })
  expect((await fetch(new URL('/readyz', product.app.url))).status).toBe(200)
})

test('two switches at a time are not, and one that may still be taken back is', async () => {
  isLarge(true)
  const begun = operator.send('POST', '/api/models/switch', { model: 'tiny-scout' })
  const other = operator.send('POST', '/api/models/switch', { model: 'scout-silent' })
  expect((await Promise.all([begun, other])).map(({ status }) => status).toSorted()).toEqual([200, 409])
  const { status } = await operator.send('DELETE', '/api/models/switch')
  await expect.poll(async () => (await now()).switching.state, POLL).toMatch(/^(done|cancelled)$/)
  const { switching, serving } = await now()
  expect([switching.state, status]).toEqual(['cancelled', 200])
  expect(serving.model).toBe('scout-two')
  expect((await operator.send('DELETE', '/api/models/switch')).status).toBe(409)
})

test('a model with a weaker guard is only used after a fresh proof, also by way of the settings', async () => {
  expect((await switched('scout-full')).at(-1)).toMatchObject({ state: 'done' })
  expect((await now()).serving.guard).toMatchObject({ level: 'full' })
  expect((await planOf('scout-two')).body.lost).toEqual(['judgement'])
  const prove = (interval: string) =>
    database.query(
      `update console_session set proved_at = now() - $2::interval
       where account_id = (select id from console_account where name = $1)`,
      [operator.name, interval],
    )
  await prove('6 minutes')
  const refused = { status: 403, body: { error: 'step-up-needed' } }
  expect(await operator.send('POST', '/api/models/switch', { model: 'scout-two' })).toMatchObject(refused)
  const { revision } = await settingOf('engine.model')
  for (const value of ['scout-two', null]) {
    const changes = [{ key: 'engine.model', value, revision }]
    expect(await operator.send('PUT', '/api/settings', { changes })).toMatchObject(refused)
  }
  const twice = ['scout-full', 'scout-two'].map((value) => ({ key: 'engine.model', value, revision }))
  expect(await operator.send('PUT', '/api/settings', { changes: twice })).toMatchObject({ status: 400 })
  expect((await now()).serving).toMatchObject({ model: 'scout-full', guard: { level: 'full' } })
  await prove('0 minutes')
  expect((await switched('scout-two')).at(-1)).toMatchObject({ state: 'done', model: 'scout-two' })
  await prove('6 minutes')
  expect((await planOf('scout-silent')).body.lost).toEqual([])
  // A change back that waits for the one to the stronger guard is measured by that, not by what served when it was asked.
  const at = (await settingOf('engine.model')).revision
  const change = (value: string, seen: number) =>
    operator.send('PUT', '/api/settings', { changes: [{ key: 'engine.model', value, revision: seen }] })
  const stronger = change('scout-full', at)
  await expect.poll(async () => (await now()).switching.state, { interval: 2 }).toMatch(/^(loading|testing)$/)
  expect(await change('scout-two', at + 1)).toMatchObject(refused)
  expect((await stronger).status).toBe(200)
  expect((await now()).serving.model).toBe('scout-full')
  await prove('0 minutes')
  expect((await switched('scout-two')).at(-1)).toMatchObject({ state: 'done' })
})

test('an installation needs the licence that was shown, is paused, goes on where it was, and can be removed', async () => {
  const at = `/api/models/${SMALL}/install`
  const { body: plan } = await operator.get<InstallPlanForm>(at)
  expect(plan).toMatchObject({ revision: COMMIT, receivedBytes: 0, hasRoom: true, licence: { name: 'Apache-2.0' } })
  for (const body of [
    { licence: 'MIT', revision: COMMIT },
    { licence: 'Apache-2.0', revision: 'b'.repeat(40) },
  ])
    expect((await operator.send('POST', at, body)).status).toBe(409)
  expect((await operator.send('POST', at, {})).status).toBe(400)

  holdsBack = true
  const accepted = { licence: plan.licence.name, revision: plan.revision }
  expect((await operator.send('POST', at, accepted)).status).toBe(200)
  await expect.poll(async () => (await now()).installing, POLL).toMatchObject({ receivedBytes: 200_000 })
  expect((await operator.send('POST', at, accepted)).status).toBe(409)
  expect((await operator.send('POST', `${at}/pause`)).status).toBe(200)
  await expect.poll(async () => (await now()).installing.state, POLL).toBe('paused')
  expect(await rowOf(SMALL)).toMatchObject({ installed: 'partly', receivedBytes: 200_000 })

  expect((await operator.send('POST', at, accepted)).status).toBe(200)
  await expect.poll(async () => (await now()).installing, POLL).toMatchObject({ state: 'done', model: SMALL })
  const ranges = hub.seen.filter(({ path: asked }) => asked.endsWith(WEIGHTS.path)).map(({ headers }) => headers.range)
  expect(ranges).toEqual([undefined, 'bytes=200000-'])
  expect(await rowOf(SMALL)).toMatchObject({ installed: 'yes' })
  const { rows } = await database.query<{ target: string }>(
    `select target from console_audit where action = 'model.install' and outcome = 'done' order by id desc limit 1`,
  )
  expect(rows).toEqual([{ target: `${SMALL} ${COMMIT}, accepted: Apache-2.0` }])

  expect((await operator.send('DELETE', `/api/models/${SMALL}`)).status).toBe(200)
  await expect(stat(path.join(cache, 'models', SMALL))).rejects.toThrow('ENOENT')
  expect((await operator.send('DELETE', '/api/models/tiny-scout')).status).toBe(400)
})

test('an installation can be paused while the hub is still being asked', async () => {
  const at = `/api/models/${SMALL}/install`
  const isAsked = new Promise<void>((resolve) => (holdsHub = resolve))
  const starting = operator.send<{ message: string }>('POST', at, { licence: 'Apache-2.0', revision: COMMIT })
  await isAsked
  expect((await operator.send('POST', `${at}/pause`)).status).toBe(200)
  const { status, body } = await starting
  holdsHub = undefined
  expect([status, body.message]).toEqual([400, expect.stringContaining('paused')])
})

test('an installation that was broken off by a stop is found again, and can be thrown away', async () => {
  const folder = path.join(cache, 'models', SMALL)
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, `${WEIGHTS.path}.part`), WEIGHTS.content.subarray(0, 100_000))
  expect(await rowOf(SMALL)).toMatchObject({ installed: 'partly', receivedBytes: 100_000 })
  const at = `/api/models/${SMALL}/install`
  expect((await operator.get<InstallPlanForm>(at)).body).toMatchObject({ receivedBytes: 100_000 })
  expect((await operator.send('DELETE', at)).status).toBe(200)
  expect(await rowOf(SMALL)).toMatchObject({ installed: 'no' })
  await rm(folder, { recursive: true, force: true })
})

test('the choice is kept over a restart, and one that is gone since keeps nothing from starting', async () => {
  expect((await now()).serving.model).toBe('scout-two')
  await database.end()
  await product.restart()
  expect(product.app.engine.capabilities().model).toBe('scout-two')
  await rm(path.join(cache, 'models', 'scout-two'), { recursive: true })
  await product.restart()
  expect(product.app.engine.capabilities().model).toBe('tiny-scout')
  const { parts } = product.app.readiness()
  expect(parts.find(({ name }) => name === 'model switch')).toMatchObject({
    word: 'failed',
    detail: expect.stringMatching(/^scout-two does not serve\. There is no model.*tiny-scout answers\.$/) as string,
  })
})
