import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { superviseChild } from '#machine/child.ts'
import type { Child, ChildExitNotice, ChildOptions } from '#machine/child-options.ts'
import { systemClock as clock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { processIsGone, runProgram } from './run-program.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

const SLEEPS = 'echo up; exec sleep 60'

/** A shell script as a child that is ready when it has said `up`. */
function child(script: string, options: Partial<ChildOptions> = {}): Child {
  let sayUp = () => undefined as void
  const made = superviseChild({
    name: 'child',
    command: '/bin/sh',
    args: ['-c', script],
    ready: () => new Promise((resolve) => (sayUp = resolve)),
    onLine: (line) => line === 'up' && sayUp(),
    stop: ['SIGTERM'],
    stopAfterMs: 300,
    backOff: { firstMs: 1, maxMs: 20 },
    startTimeoutMs: 10_000,
    clock,
    log: logFor('test:child'),
    ...options,
  })
  onTestFinished(() => made[Symbol.asyncDispose]())
  return made
}

const nextExit = (made: Child) =>
  new Promise<ChildExitNotice>((resolve) => {
    const forget = made.onExit((exit) => {
      forget()
      resolve(exit)
    })
  })

test('a child becomes ready and is gone after dispose', async () => {
  const made = child(SLEEPS)
  expect(made.state.state).toBe('starting')
  await made.whenReady()
  expect(made.state).toMatchObject({ state: 'ready', restarts: 0, lastLines: ['up'] })
  const { pid = 0 } = made
  await made[Symbol.asyncDispose]()
  expect(made.state.state).toBe('stopped')
  await processIsGone(pid)
  await expect(made.whenReady()).rejects.toMatchObject({ code: 'stopped' })
})

test('a child that is killed is reported with its signal and started again', async () => {
  const made = child(SLEEPS)
  await made.whenReady()
  for (const restarts of [1, 2, 3]) {
    const exit = nextExit(made)
    process.kill(made.pid ?? 0, 'SIGKILL')
    expect(await exit).toMatchObject({ signal: 'SIGKILL', code: null, wasReady: true, isExpected: false })
    await made.whenReady()
    expect(made.state).toMatchObject({ state: 'ready', restarts })
  }
})

test('an exit status is passed on', async () => {
  const made = child('echo up; read -r _ < "$PIPE"; exit 7', { env: { PIPE: await pipe() } })
  await made.whenReady()
  const exit = nextExit(made)
  await writeFile(pipePath, 'go\n')
  expect(await exit).toMatchObject({ code: 7, signal: null })
})

let pipePath = ''
async function pipe(): Promise<string> {
  const { execFile } = await import('node:child_process')
  const { promisify } = await import('node:util')
  pipePath = join(await temporaryFolder(), 'pipe')
  await promisify(execFile)('mkfifo', [pipePath])
  return pipePath
}

test('a child that ends before it was ever ready has failed, with its last words, and is not tried again', async () => {
  const made = child('echo one; echo two >&2; exit 3')
  await expect(made.whenReady()).rejects.toMatchObject({
    code: 'exited-before-ready',
    message: expect.stringMatching(/status 3[^]*(one[^]*two|two[^]*one)/),
  })
  expect(made.state).toMatchObject({ state: 'failed', restarts: 0 })
  expect(made.state.lastLines.toSorted()).toEqual(['one', 'two'])
})

test('a command that does not exist has failed and is named', async () => {
  const made = child('', { command: '/nowhere/llama-server' })
  await expect(made.whenReady()).rejects.toThrow('/nowhere/llama-server')
})

test('a child that failed can be started again when its cause is fixed', async () => {
  const file = join(await temporaryFolder(), 'model')
  const made = child(`[ -e ${file} ] || exit 1; ${SLEEPS}`)
  await expect(made.whenReady()).rejects.toMatchObject({ code: 'exited-before-ready' })
  await writeFile(file, '')
  made.restart('the model is there now')
  await made.whenReady()
  expect(made.state).toMatchObject({ state: 'ready', restarts: 1 })
})

test('a child that does not get ready in time is stopped and has failed', async () => {
  const made = child('exec sleep 60', { startTimeoutMs: 50 })
  await expect(made.whenReady()).rejects.toMatchObject({ code: 'start-timeout' })
  expect(made.pid).toBeUndefined()
})

test('a child that is found unusable is stopped and has failed for that reason', async () => {
  const made = child('exec sleep 60', { ready: () => Promise.reject(new Error('it cannot see')) })
  await expect(made.whenReady()).rejects.toMatchObject({ code: 'not-ready', message: /it cannot see/ })
})

test('restart replaces the process without counting as its failure', async () => {
  const made = child(SLEEPS)
  await made.whenReady()
  const { pid = 0 } = made
  const exit = nextExit(made)
  made.restart('it does not answer')
  expect(made.state.state).toBe('starting')
  await made.whenReady()
  expect(await exit).toMatchObject({ wasReady: true, isExpected: true })
  expect(made.pid).not.toBe(pid)
})

test('a child that ignores its stop signals is killed', async () => {
  const made = child("trap '' TERM; echo up; while :; do sleep 0.05; done")
  await made.whenReady()
  const { pid = 0 } = made
  const exit = nextExit(made)
  await made[Symbol.asyncDispose]()
  expect(await exit).toMatchObject({ signal: 'SIGKILL', isExpected: true })
  await processIsGone(pid)
})

test('dispose ends the wait for a child that never gets ready', async () => {
  const made = child('exec sleep 60')
  const waiting = expect(made.whenReady()).rejects.toMatchObject({ code: 'stopped' })
  await made[Symbol.asyncDispose]()
  await waiting
})

test('waiting ends with the signal of who waits, and the child goes on', async () => {
  const made = child('exec sleep 60')
  const waiter = new AbortController()
  const waiting = expect(made.whenReady(waiter.signal)).rejects.toThrow('enough')
  waiter.abort(new Error('enough'))
  await waiting
  expect(made.state.state).toBe('starting')
})

test('what must stay secret is in no last line', async () => {
  const scrub = (line: string) => (line.includes('prompt') ? undefined : line)
  const made = child('echo prompt: my secret; echo fine; exit 1', { scrub })
  await expect(made.whenReady()).rejects.not.toThrow('secret')
  expect(made.state.lastLines).toEqual(['fine'])
})

test('a child gets none of the secrets in our environment', async () => {
  process.env.TELEGRAM_BOT_TOKEN = 'secret'
  onTestFinished(() => void delete process.env.TELEGRAM_BOT_TOKEN)
  const made = child('env; exit 1', { env: { GIVEN: 'yes' } })
  await expect(made.whenReady()).rejects.toThrow()
  expect(made.state.lastLines).toContain('GIVEN=yes')
  expect(made.state.lastLines.join('\n')).not.toContain('secret')
})

test('what is prepared is done before every start', async () => {
  let count = 0
  const made = child(SLEEPS, { prepare: async () => void (count += 1) })
  await made.whenReady()
  expect(count).toBe(1)
  const exit = nextExit(made)
  process.kill(made.pid ?? 0, 'SIGKILL')
  await exit
  await made.whenReady()
  expect(count).toBe(2)
})

test.each(['exec sleep 60', "trap '' TERM; while :; do sleep 0.05; done"])(
  'a child is gone when its parent is killed: %s',
  async (script) => {
    const parent = runProgram('parent-of-a-child.ts', '/bin/sh', '-c', script)
    const pid = Number(await parent.line())
    expect(pid).toBeGreaterThan(1)
    parent.kill('SIGKILL')
    await processIsGone(pid)
  },
)
