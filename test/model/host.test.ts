import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guardPrompt } from '#core/guard/guard-prompt.ts'
import { openHost } from '#engine/backends/host.ts'
import type { Engine } from '#engine/contract.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { chatRequest, eventsOf, textOf } from '../contract/engine.ts'
import { llamaServer, root, skipReason } from './tiny-scout.ts'

const log = logFor('engine:host')
log.level = 'silent'
const signal = new AbortController().signal
const SLOT_TOKENS = 1024

/** Somebody else's llama-server, as an operator starts it, without what turns pictures into tokens. */
describe.skipIf(skipReason)(`a llama-server without eyes as host${skipReason ? `: ${skipReason}` : ''}`, () => {
  let server: ChildProcess
  let engine: Engine

  beforeAll(async () => {
    if ('missing' in llamaServer) throw new Error(llamaServer.missing)
    const port = await freePort()
    const weights = join(root, 'engine', 'models', 'tiny-scout', 'tiny-scout.gguf')
    const sizes = ['--ctx-size', String(2 * SLOT_TOKENS), '--parallel', '2', '--threads', '1', '--cache-ram', '0']
    const args = ['--model', weights, '--no-mmproj', '--host', '127.0.0.1', '--port', String(port), ...sizes]
    server = spawn(llamaServer.path, [...args, '--jinja', '--offline', '--no-context-shift', '--no-webui'], {
      env: { ...process.env, ...llamaServer.env },
      stdio: 'ignore',
    })
    const fixed = { guardPrompt, clock: systemClock, log, random: () => 0 }
    engine = openHost({ url: `http://127.0.0.1:${port}`, model: 'scout', ...fixed })
    await engine.ready(AbortSignal.timeout(25_000))
  }, 30_000)

  afterAll(async () => {
    await engine?.[Symbol.asyncDispose]()
    if (server?.kill('SIGKILL')) await once(server, 'exit')
  })

  it('serves text, and is known to see nothing', async () => {
    const { vision, schema, firstTokenChoices } = engine.capabilities()
    expect({ vision, schema, firstTokenChoices }).toEqual({ vision: false, schema: true, firstTokenChoices: true })
    expect(textOf(await eventsOf(engine.generate(chatRequest(engine), signal)))).not.toBe('')
  })

  it('is known by its size at the latest when it refuses a prompt', async () => {
    const parts = [{ type: 'text' as const, text: 'a red circle on green. '.repeat(400) }]
    const long = chatRequest(engine, { messages: [{ role: 'user', parts }] })
    await expect(eventsOf(engine.generate(long, signal))).rejects.toMatchObject({ code: 'prompt-too-long' })
    expect(engine.capabilities().contextTokens).toBe(SLOT_TOKENS)
  })
})

/** One that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
