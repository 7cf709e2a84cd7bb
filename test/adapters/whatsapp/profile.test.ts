import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isRunning, kill, prepareProfile, profileIn, untilGone } from '#adapters/whatsapp/profile.ts'
import { systemClock as clock } from '#machine/clock.ts'
import { processes } from '../../kit/processes.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'
import { openTinyPage } from './tiny-page.ts'

const PROGRAM = 'test/adapters/whatsapp/programs/opens-browser.ts'

/** A process that opens the browser of this folder, and dies by `kill -9`. */
async function killedService(folder: string, before: (browser: number) => void = () => undefined): Promise<number> {
  const tiny = await openTinyPage()
  onTestFinished(() => tiny[Symbol.asyncDispose]())
  const service = spawn(process.execPath, [PROGRAM, folder, tiny.webRoot], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void service.kill('SIGKILL'))
  const [line] = (await once(service.stdout, 'data')) as [Buffer]
  const browser = Number(line)
  onTestFinished(() => kill(browser))
  before(browser)
  service.kill('SIGKILL')
  await once(service, 'exit')
  return browser
}

/** Whoever names the profile in their command line. */
async function processesOf(profile: string): Promise<number[]> {
  return (await processes()).filter(({ command }) => command.includes(profile)).map(({ pid }) => pid)
}

test('a service that is killed leaves no process of its browser', { timeout: 30_000 }, async () => {
  const folder = await temporaryFolder()
  const browser = await killedService(folder)
  expect(await untilGone(browser, { limitMs: 5_000, clock })).toBe(true)
  await expect.poll(() => processesOf(profileIn(folder)), { timeout: 5_000 }).toEqual([])
})

test('a browser that hung when its service was killed is ended before the next one', { timeout: 30_000 }, async () => {
  const folder = await temporaryFolder()
  const browser = await killedService(folder, (pid) => process.kill(pid, 'SIGSTOP'))
  expect(isRunning(browser)).toBe(true)
  expect(existsSync(profileIn(folder))).toBe(true)
  await prepareProfile(folder, clock)
  expect(isRunning(browser)).toBe(false)
  await expect.poll(() => processesOf(profileIn(folder)), { timeout: 5_000 }).toEqual([])
  expect((await readdir(profileIn(folder))).filter((name) => name.startsWith('Singleton'))).toEqual([])
})

test("somebody else's browser on the profile is named, not ended", async () => {
  const folder = await temporaryFolder()
  const other = spawn(process.execPath, [
    '-e',
    'setInterval(() => {}, 1000)',
    '--',
    `--user-data-dir=${profileIn(folder)}`,
  ])
  onTestFinished(() => void other.kill('SIGKILL'))
  await once(other, 'spawn')
  const fault = { code: 'in-use', message: expect.stringContaining(`Process ${other.pid} is a browser`) }
  await expect.poll(() => prepareProfile(folder, clock).catch((error: unknown) => error)).toMatchObject(fault)
  expect(isRunning(other.pid!)).toBe(true)
})

test('the lock of a computer with another name, or of a process that is no browser, is taken away', async () => {
  const folder = await temporaryFolder()
  await mkdir(profileIn(folder))
  await symlink(`other-host-${process.pid}`, join(profileIn(folder), 'SingletonLock'))
  await prepareProfile(folder, clock)
  await expect(readdir(profileIn(folder))).resolves.toEqual([])
})

test('a file in the place of the profile is said, with what to do', async () => {
  const folder = await temporaryFolder()
  await writeFile(profileIn(folder), '')
  const fault = { code: 'unusable', message: expect.stringMatching(/cannot be used \(EEXIST\).*move away/) }
  await expect(prepareProfile(folder, clock)).rejects.toMatchObject(fault)
})

test.skipIf(!existsSync('/dev/full'))('a full disk is said, with what to do', async () => {
  const folder = await temporaryFolder()
  await mkdir(profileIn(folder))
  await symlink('/dev/full', join(profileIn(folder), '.chasqui-write-probe'))
  const fault = { code: 'disk-full', message: expect.stringContaining('make room') }
  await expect(prepareProfile(folder, clock)).rejects.toMatchObject(fault)
})
