import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { pssBytesOf } from '#adapters/whatsapp/memory.ts'

test.skipIf(!existsSync('/proc/self/smaps_rollup'))('memory is that of a process and all below it', async () => {
  const inner = `require('node:child_process').spawn(process.execPath, ['-e', 'held = Buffer.alloc(8e7, 1); console.log(); process.stdin.resume()'], { stdio: ['pipe', 'inherit', 'inherit'] })`
  const child = spawn(process.execPath, ['-e', inner])
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  const bytes = await pssBytesOf(child.pid!)
  expect(bytes).toBeGreaterThan(8e7)
  expect(bytes).toBeLessThan(8e8)
})

test('of a process that has ended nothing is known', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  await expect(pssBytesOf(child.pid!)).resolves.toBeUndefined()
})
