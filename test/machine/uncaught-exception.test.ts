import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('an unexpected error ends the process with one line that quotes nothing it carries', async () => {
  const program = join(import.meta.dirname, 'programs', 'throws-unexpectedly.ts')
  const env = { PATH: process.env.PATH, LOG: 'trace' }
  const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, [program], { env }, (error, _stdout, said) =>
      resolve({ code: error?.code, stderr: said }),
    )
  })
  expect(code).toBe(1)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(JSON.parse(stderr)).toMatchObject({
    level: 'fatal',
    error: { code: '57P01', message: 'the connection ended' },
  })
  expect(stderr).not.toContain('canary')
})
