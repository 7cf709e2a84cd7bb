import { chmod, chown, mkdir, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { folderId, openDataFolder, runningService, secretKey } from '#machine/data-folder.ts'
import type { Logger } from '#machine/log.ts'
import { narrow } from '#machine/narrow.ts'
import { socketFolderFor } from '#machine/socket-folder.ts'
import { runProgram } from './run-program.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

const isRunning = async (path: string) => (await runningService(path)) !== undefined

test('a folder is made for its user alone, with a short folder for sockets', async () => {
  const path = join(await temporaryFolder(), 'deep', 'data')
  const folder = await openDataFolder(path)
  expect((await stat(path)).mode & 0o777).toBe(0o700)
  expect((await stat(folder.socketFolder)).mode & 0o777).toBe(0o700)
  expect(Buffer.byteLength(folder.socketFolder)).toBeLessThan(80)
  await folder[Symbol.asyncDispose]()
  await expect(stat(folder.socketFolder)).rejects.toThrow('ENOENT')
})

test('a second opening is refused and says which process holds the folder', async () => {
  const path = await temporaryFolder()
  const folder = await openDataFolder(path)
  const second = openDataFolder(path)
  await expect(second).rejects.toMatchObject({ code: 'in-use', message: expect.stringContaining(String(process.pid)) })
  await folder[Symbol.asyncDispose]()
  await (await openDataFolder(path))[Symbol.asyncDispose]()
})

test('of ten processes that start at once exactly one gets the folder, also after a killed owner', async () => {
  const path = await temporaryFolder()
  for (let round = 0; round < 3; round += 1) {
    const starters = Array.from({ length: 10 }, () => runProgram('open-data-folder.ts', path))
    const said = await Promise.all(starters.map((starter) => starter.line()))
    expect(said.toSorted()).toEqual([...Array.from({ length: 9 }, () => 'in-use'), 'opened'])
    const owner = starters[said.indexOf('opened')]
    owner?.kill('SIGKILL')
    await owner?.exited
    expect(await isRunning(path)).toBe(false)
  }
  await (await openDataFolder(path))[Symbol.asyncDispose]()
})

test('a lock whose taker was killed while it took it is taken over', async () => {
  const path = await temporaryFolder()
  await mkdir(join(path, 'service.lock.new'))
  await writeFile(join(path, 'service.lock.new', 's'), '')
  const folder = await openDataFolder(path)
  expect((await readdir(path)).toSorted()).toEqual(['service.lock'])
  await folder[Symbol.asyncDispose]()
})

test('a running service is found by its folder, also through a link', async () => {
  const path = await temporaryFolder()
  const link = join(await temporaryFolder(), 'link')
  await symlink(path, link)
  expect(await isRunning(link)).toBe(false)
  expect(await isRunning(join(path, 'absent'))).toBe(false)
  const folder = await openDataFolder(path)
  expect(await runningService(link)).toEqual({ pid: process.pid, socketFolder: folder.socketFolder })
  await folder[Symbol.asyncDispose]()
  expect(await isRunning(link)).toBe(false)
})

test('a path far longer than a socket may have works', async () => {
  const path = join(await temporaryFolder(), 'a'.repeat(120))
  const folder = await openDataFolder(path)
  onTestFinished(() => rm(folder.socketFolder, { recursive: true, force: true }))
  expect(await isRunning(path)).toBe(true)
  await expect(openDataFolder(path)).rejects.toMatchObject({ code: 'in-use' })
  await folder[Symbol.asyncDispose]()
  expect(await isRunning(path)).toBe(false)
})

test('who connects to the lock and leaves at once does not disturb its owner', async () => {
  const path = await temporaryFolder()
  const folder = await openDataFolder(path)
  await Promise.all(Array.from({ length: 50 }, () => isRunning(path)))
  expect(await isRunning(path)).toBe(true)
  await folder[Symbol.asyncDispose]()
})

test('a file in the place of the folder is named', async () => {
  const path = join(await temporaryFolder(), 'file')
  await writeFile(path, '')
  const opening = openDataFolder(join(path, 'data'))
  await expect(opening).rejects.toMatchObject({ code: 'not-writable', message: expect.stringContaining(path) })
})

test.runIf(process.getuid?.() !== 0)('a folder that cannot be written is named', async () => {
  const path = await temporaryFolder()
  await chmod(path, 0o500)
  await expect(openDataFolder(path)).rejects.toMatchObject({ code: 'not-writable' })
})

test('a link that somebody put in the place of the socket folder is refused', async () => {
  const path = await temporaryFolder()
  const socketFolder = await socketFolderFor(path)
  await symlink(await temporaryFolder(), socketFolder)
  onTestFinished(() => rm(socketFolder))
  await expect(openDataFolder(path)).rejects.toMatchObject({ code: 'socket-folder-unsafe' })
})

/** Opens it, and returns what a warning names. */
async function opened(path: string): Promise<string[]> {
  const warned: string[] = []
  const warn = (fields: unknown) => void warned.push(...(fields as { paths: string[] }).paths)
  const folder = await openDataFolder(path, { log: { warn } as unknown as Logger })
  await folder[Symbol.asyncDispose]()
  return warned
}

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

test('what is ours is closed to others: the folder, the key, the settings, and all in folders that were open', async () => {
  const path = await temporaryFolder()
  await mkdir(join(path, 'uploads', 'deep'), { recursive: true })
  await mkdir(join(path, 'closed'), { mode: 0o700 })
  for (const name of ['key', 'chasqui.yaml', 'uploads/a', 'uploads/deep/b', 'closed/c']) {
    await writeFile(join(path, name), 'x'.repeat(32))
    await chmod(join(path, name), 0o644)
  }
  for (const name of ['', 'uploads', 'uploads/deep']) await chmod(join(path, name), 0o755)
  expect(await opened(path)).toEqual([])
  for (const name of ['', 'uploads', 'uploads/deep', 'closed']) expect(await modeOf(join(path, name)), name).toBe('700')
  for (const name of ['key', 'chasqui.yaml', 'uploads/a', 'uploads/deep/b']) {
    expect(await modeOf(join(path, name)), name).toBe('600')
  }
  expect(await modeOf(join(path, 'closed/c'))).toBe('644')
})

test('what a link leads to is left as it is, with a warning', async () => {
  const [path, elsewhere] = [await temporaryFolder(), join(await temporaryFolder(), 'chasqui.yaml')]
  await writeFile(elsewhere, '')
  await chmod(elsewhere, 0o644)
  await symlink(elsewhere, join(path, 'chasqui.yaml'))
  await symlink(join(path, 'nowhere'), join(path, 'dangling'))
  expect(await opened(path)).toEqual([join(path, 'chasqui.yaml')])
  expect(await modeOf(elsewhere)).toBe('644')
})

test.runIf(process.getuid?.() === 0)(
  "what is another user's is named and left alone, and no start fails for it",
  async () => {
    const path = await temporaryFolder()
    await writeFile(join(path, 'theirs'), '')
    await chmod(join(path, 'theirs'), 0o644)
    await chown(join(path, 'theirs'), 12_345, 12_345)
    await chmod(path, 0o777)
    await chown(path, 12_345, 12_345)
    expect(await opened(path)).toEqual([path, join(path, 'theirs')])
    expect(await modeOf(join(path, 'theirs'))).toBe('644')
  },
)

test('a folder that cannot be searched is named, and what comes after it is closed all the same', async () => {
  const path = await temporaryFolder()
  const locked = join(path, 'a-locked')
  await mkdir(locked)
  await chmod(locked, 0o055)
  onTestFinished(() => chmod(locked, 0o700))
  await writeFile(join(path, 'key'), '')
  await chmod(join(path, 'key'), 0o644)
  const user = process.geteuid?.()
  if (user === 0) {
    for (const name of ['', 'a-locked', 'key']) await chown(join(path, name), 12_345, 12_345)
    process.seteuid?.(12_345)
  }
  const stayOpen = await narrow(path).finally(() => user === 0 && process.seteuid?.(0))
  expect(stayOpen).toEqual([locked])
  expect(await modeOf(join(path, 'key'))).toBe('600')
})

test('the key is made once, for its user alone, and is the same for all who ask at once', async () => {
  const path = await temporaryFolder()
  const keys = await Promise.all(Array.from({ length: 8 }, () => secretKey({ path })))
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1)
  expect(keys[0]).toHaveLength(32)
  expect((await stat(join(path, 'key'))).mode & 0o777).toBe(0o600)
  expect(await readdir(path)).toEqual(['key'])
  await writeFile(join(path, 'key'), 'short')
  await expect(secretKey({ path })).rejects.toThrow('damaged')
  await expect(secretKey({ path })).rejects.toMatchObject({ code: 'key-damaged' })
})

test('a folder has one id for ever, and a damaged one is named', async () => {
  const path = await temporaryFolder()
  const ids = await Promise.all([folderId({ path }), folderId({ path }), folderId({ path })])
  expect(ids[0]).toMatch(/^\w{16}$/)
  expect(new Set([...ids, await folderId({ path })]).size).toBe(1)
  await writeFile(join(path, 'id'), '')
  await expect(folderId({ path })).rejects.toMatchObject({ code: 'id-damaged', message: expect.stringContaining(path) })
})
