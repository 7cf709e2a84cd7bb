import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { bareCheckout, ended } from './kit.mjs'

test('a file is stripped once for all starts, together with what it has not met yet', async () => {
  const { checkout, start } = checkoutWith({
    'main.ts': `const words: string = 'one'\nconsole.log(words)\n`,
    'core/other.ts': 'export type A = 1\n',
  })
  expect(await start()).toEqual({ code: 0, stdout: 'one\n', stderr: '' })
  const kept = () => readdirSync(path.join(checkout, 'node_modules/.chasqui/stripped')).toSorted()
  const first = kept()
  expect(first).toHaveLength(2)
  expect(await start()).toEqual({ code: 0, stdout: 'one\n', stderr: '' })
  expect(kept()).toEqual(first)
})

test('a file that was changed is never run as it was', async () => {
  const { checkout, start } = checkoutWith({ 'main.ts': `console.log('before' as string)\n` })
  await start()
  writeFileSync(path.join(checkout, 'main.ts'), `console.log('after' as string)\n`)
  expect(await start()).toMatchObject({ stdout: 'after\n' })
})

test('an error names the file and the line as they were written', async () => {
  const { start } = checkoutWith({ 'main.ts': `type Words =\n  | string\nthrow new Error('here')\n` })
  expect((await start()).stderr).toMatch(/main\.ts:3\b/)
})

test('a file that cannot be read as TypeScript is refused by name', async () => {
  const { start } = checkoutWith({ 'main.ts': 'const a: = 1\n' })
  const { code, stderr } = await start()
  expect(code).not.toBe(0)
  expect(stderr).toContain('main.ts')
})

test('it runs all the same where nothing can be kept', async () => {
  const { checkout, start } = checkoutWith({ 'main.ts': `console.log('one' as string)\n` })
  mkdirSync(path.join(checkout, 'node_modules'), { recursive: true })
  writeFileSync(path.join(checkout, 'node_modules/.chasqui'), 'a file in the way')
  expect(await start()).toEqual({ code: 0, stdout: 'one\n', stderr: '' })
})

/** @param {Record<string, string>} files */
function checkoutWith(files) {
  const checkout = bareCheckout()
  const rooms = ['adapters', 'app', 'cli', 'core', 'engine', 'http', 'machine']
  for (const room of rooms) mkdirSync(path.join(checkout, room), { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(checkout, file), text)
  const start = () => ended(process.execPath, ['--import', './setup/quick-start.mjs', 'main.ts'], { cwd: checkout })
  return { checkout, start }
}
