import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { present, readPrograms } from '#machine/programs.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

async function repositoryWith(setup: unknown): Promise<string> {
  const path = await temporaryFolder()
  await mkdir(join(path, 'node_modules', '.chasqui'), { recursive: true })
  await writeFile(join(path, 'node_modules', '.chasqui', 'setup.json'), JSON.stringify(setup))
  return path
}

test('what set-up found is read, and what it did not look for is missing', async () => {
  const redis = { path: '/cache/redis-server', version: '7.0.15', env: { LD_LIBRARY_PATH: '/cache/lib' } }
  const postgres = { folder: '/cache/postgres', version: '18.4', source: 'npm package' }
  const path = await repositoryWith({ version: 1, programs: { redis, postgres, llamaServer: { missing: 'No g++.' } } })
  const programs = await readPrograms(path)
  expect(programs.redis).toEqual(redis)
  expect(programs.postgres).toEqual({ folder: '/cache/postgres', version: '18.4' })
  expect(programs.llamaServer).toEqual({ missing: 'No g++.' })
  expect(programs.chromium).toEqual({ missing: expect.stringContaining('npm run doctor') })
  expect(present(programs.redis).path).toBe('/cache/redis-server')
  expect(() => present(programs.llamaServer)).toThrow('No g++.')
})

test.each([undefined, { version: 2, programs: {} }, { version: 1 }, 'text'])(
  'without a readable record of set-up (%j) all is missing',
  async (setup) => {
    const path = setup === undefined ? await temporaryFolder() : await repositoryWith(setup)
    const { redis, postgres } = await readPrograms(path)
    expect(redis).toEqual({ missing: expect.stringContaining('npm start') })
    expect(postgres).toEqual(redis)
  },
)
