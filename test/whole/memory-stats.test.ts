import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startModelHost } from '../kit/model-host.ts'
import { startProduct } from '../kit/product.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

const memory = (dataFolder: string, ...args: string[]) =>
  promisify(execFile)(process.execPath, ['cli/memory.ts', ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, CHASQUI_DATA: dataFolder },
  })

test('an operator reads counts beside the running service, and no words of anybody', async () => {
  const host = await startModelHost({})
  onTestFinished(() => host.close())
  const product = await startProduct({ host })
  onTestFinished(() => product[Symbol.asyncDispose]())
  const client = await product.database()
  await client.query(`
    insert into person (id, created_at) values ('p', now()); insert into memory_person (person_id) values ('p');
    insert into memory_item (person_id, number, kind, text, scope, origin, confidence, said_at, terms, created_at)
    values ('p', 1, 'fact', 'The person likes saffron.', '', 'told', 1, now(), '', now())`)
  const { stdout: json } = await memory(product.dataFolder, 'stats', '--json')
  expect(JSON.parse(json)).toMatchObject({ people: 1, peopleCounted: 1, items: { profile: 0, fact: 1, event: 0 } })
  const { stdout } = await memory(product.dataFolder, 'stats')
  expect(stdout).toMatch(/^people with memory +1\n(.*\n)*facts +1\n/)
  expect(json + stdout).not.toContain('saffron')
})

test('without a running service it says where it looked and what to do', async () => {
  const folder = await temporaryFolder()
  await expect(memory(folder, 'stats')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/No service runs on .*npm start.*CHASQUI_DATA/),
  })
  await expect(memory(folder, 'shew')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('stats') })
})
