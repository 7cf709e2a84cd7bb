import { execFile } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { languages } from '#core/texts/all.ts'
import { startModelHost, type ModelHost } from '../kit/model-host.ts'
import { startProduct, type Product } from '../kit/product.ts'
import type { Person } from '../kit/telegram/person.ts'
import { jpegOf } from '../core/media/hostile.ts'

let host: ModelHost
let product: Product

beforeAll(async () => {
  host = await startModelHost({ hasEyes: true })
  product = await startProduct({ host, env: { CHASQUI_ACCESS: 'pairing' }, readsWholeGroups: true })
  await product.app.engine.ready(AbortSignal.timeout(20_000))
}, 60_000)

afterAll(async () => {
  await product[Symbol.asyncDispose]()
  await host.close()
})

type Ended = { code: number; stdout: string; stderr: string }

/** What an operator types. */
function access(...words: string[]): Promise<Ended> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, CHASQUI_DATA: product.dataFolder }
  return new Promise((resolve) => {
    execFile(process.execPath, ['cli/access.ts', ...words], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}

const { en } = languages
const CODE = /^[CDFGHJKMNPQRTWXY34679]{8}$/m
const identityOf = (person: Person) => `${account()}:${person.id}`
const account = () => product.app.channels.all().find(({ name }) => name === 'telegram')!.account
const heardBy = (person: Person) => person.transcript().filter(({ fromBot }) => fromBot)
const promptsWith = (words: string) => host.prompts.filter(({ text }) => text.includes(words))

async function letIn(name: string): Promise<Person> {
  const person = product.person(name)
  person.sends('hello')
  const { text } = await person.hears(CODE)
  expect(await access('approve', CODE.exec(text)?.[0] ?? '')).toMatchObject({ code: 0 })
  await person.hears(/^You have been let in/)
  return person
}

test('a stranger shows the code that they get, is approved, told and answered; blocked, they hear nothing', async () => {
  const ana = product.person('ana')
  ana.sends('canary-before')
  const { text: notice } = await ana.hears(CODE)
  const code = CODE.exec(notice)?.[0] ?? ''
  expect(notice).toBe(en.access.code(code, '60 minutes'))
  expect((await access('list')).stdout).toMatch(new RegExp(`${code} +${identityOf(ana)} +ana`))

  const approved = await access('approve', code.toLowerCase())
  expect(approved).toEqual({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining(`${identityOf(ana)} (ana)`) as string,
  })
  await ana.hears(new RegExp(`^${en.access.approved.slice(0, 20)}`))
  ana.sends('canary-after')
  await ana.hears(/You said: canary-after/)
  expect(promptsWith('canary-before')).toEqual([])

  expect(await access('block', identityOf(ana))).toMatchObject({ code: 0 })
  const [said, prompts, downloads] = [
    heardBy(ana).length,
    host.prompts.length,
    product.telegram.calls('getFile').length,
  ]
  ana.sends('canary-blocked')
  ana.sendsPhoto(await jpegOf('red'), 'canary-picture')
  ana.sends('/status')
  ana.in(product.telegram.group('all of us')).sends('@chasqui_double_bot canary-group')
  await product.settled()
  expect([heardBy(ana).length, host.prompts.length, product.telegram.calls('getFile').length]).toEqual([
    said,
    prompts,
    downloads,
  ])
  const { stdout } = await access('list', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ blocked: { rows: [{ identity: identityOf(ana), name: 'ana' }] } })

  expect(await access('unblock', identityOf(ana))).toMatchObject({ code: 0 })
  ana.sends('hello again')
  await ana.hears(CODE)
}, 60_000)

test('a block ends the answer that is being written', async () => {
  const ben = await letIn('ben')
  const held = Promise.withResolvers<void>()
  host.fail('chat', { type: 'pause', afterWords: 40, go: held.promise })
  ben.sends(`tell me ${'more and more '.repeat(14)} canary-end`)
  await ben.hears(/tell me more/)
  await access('block', identityOf(ben))
  await product.settled()
  held.resolve()
  const client = await product.database()
  const { rows } = await client.query(`select outcome, outcome_detail from event order by received_at desc limit 1`)
  expect(rows).toEqual([{ outcome: 'ignored', outcome_detail: 'blocked' }])
  expect(heardBy(ben).at(-1)?.text).not.toContain('canary-end')
}, 60_000)

test('in a group of mode all everybody speaks as themselves, and the group recalls only what each said in it', async () => {
  const [cleo, dora] = [await letIn('cleo'), await letIn('dora')]
  const group = product.telegram.group('friends')
  cleo.sends('canary-private of cleo')
  await cleo.hears(/canary-private/)
  const set = await access('group', `${account()}:${group.chatId}`, 'all')
  expect(set).toMatchObject({ code: 0, stdout: expect.stringContaining('mode all') as string })
  cleo.in(group).sends('canary-cleo in the group')
  await cleo.in(group).hears(/canary-cleo/)
  dora.in(group).sends('canary-dora asks')
  await dora.in(group).hears(/canary-dora/)
  cleo.in(group).sends('and what did I say?')
  await cleo.in(group).hears(/what did I say/)
  const ofDora = promptsWith('canary-dora').filter(({ kind }) => kind === 'chat')
  expect(ofDora).not.toEqual([])
  for (const { text } of ofDora) expect(text).not.toContain('cleo')
  const again = host.prompts.findLast(({ kind, text }) => kind === 'chat' && text.includes('what did I say'))
  expect(again?.text).toContain('canary-cleo')
  expect(again?.text).not.toContain('canary-private')
  expect(again?.text).not.toContain('canary-dora')

  await access('group', `${account()}:${group.chatId}`, 'mention')
  const before = host.prompts.length
  dora.in(group).sends('to the others')
  await product.settled()
  expect(host.prompts).toHaveLength(before)
}, 60_000)

test('in mode thread a topic goes on without naming the bot once it has answered there, also after a restart', async () => {
  const eva = await letIn('eva')
  const group = product.telegram.group('forum', { topics: true })
  const [here, there] = [group.topic('here', eva), group.topic('there', eva)]
  await access('group', `${account()}:${group.chatId}`, 'thread')
  eva.in(group, here).sends('@chasqui_double_bot canary-first')
  await eva.in(group, here).hears(/canary-first/)
  eva.in(group, here).sends('canary-second')
  await eva.in(group, here).hears(/canary-second/)
  await product.restart()
  eva.in(group, there).sends('canary-elsewhere')
  eva.in(group, here).sends('canary-third')
  await eva.in(group, here).hears(/canary-third/)
  await product.settled()
  expect(promptsWith('canary-elsewhere')).toEqual([])
}, 60_000)

test.each([
  [['aprove', 'X'], 2, /no command "aprove". Did you mean approve\?/],
  [['approve'], 2, /not how approve is used/],
  [['block', 'telegrm:1:2'], 2, /no platform "telegrm". Did you mean telegram\?/],
  [['block', 'ana'], 2, /looks like telegram:123456:987/],
  [['group', 'telegram:1:-5/7', 'all'], 2, /is a thread.*use telegram:1:-5\./],
  [['group', 'telegram:1:-5', 'mentions'], 2, /Did you mean mention\?/],
  [['unblock', 'telegram:1:2'], 1, /Nobody with this id is blocked/],
  [['approve', 'CCCCCCCC'], 1, /no such code/],
])('%j ends with %d and says what to do', async (words, code, sentence) => {
  expect(await access(...words)).toEqual({ code, stdout: '', stderr: expect.stringMatching(sentence) as string })
})
