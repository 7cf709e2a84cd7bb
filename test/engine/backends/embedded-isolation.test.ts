import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guardPrompt } from '#core/guard/guard-prompt.ts'
import { openEmbedded, type EmbeddedEngine } from '#engine/backends/embedded.ts'
import type { GenerateRequest } from '#engine/contract.ts'
import { loadModel } from '#engine/models/load.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { chatRequest, eventsOf, textOf } from '../../contract/engine.ts'
import { HOST_FAULTS, type HostFault } from '../../kit/host-faults.ts'

const never = new AbortController().signal
const soon = () => AbortSignal.timeout(20_000)
const log = logFor('engine:embedded')
log.level = 'silent'
const DOUBLE = path.resolve(import.meta.dirname, '../../kit/double-llama-server.ts')

describe('one person’s failing request to the embedded engine', () => {
  let folder: string
  let engine: EmbeddedEngine

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'chasqui-isolation-'))
    const program = path.join(folder, 'llama-server')
    await writeFile(program, `#!/bin/sh\nexec ${process.execPath} ${DOUBLE} "$@"\n`, { mode: 0o755 })
    engine = openEmbedded({
      model: await loadModel('tiny-scout', folder),
      llamaServer: { path: program, version: 'a double' },
      socketFolder: folder,
      cores: 2,
      guardPrompt,
      clock: systemClock,
      log,
    })
    await engine.ready(soon())
  }, 30_000)
  afterAll(async () => {
    await engine?.[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  const request = (person: string, text: string): GenerateRequest =>
    chatRequest(engine, { id: text, messages: [{ role: 'user', parts: [{ type: 'text', text }] }], share: { person } })
  const answerTo = async (person: string, text: string) =>
    textOf(await eventsOf(engine.generate(request(person, text), never)))

  it('affects nobody else, in whatever way it fails', async () => {
    const { pid } = engine
    const failing = Object.entries<HostFault>(HOST_FAULTS).filter(
      ([, { ends, isSilent }]) => ends === 'apology' && !isSilent,
    )
    for (const [name] of failing) {
      const result = await answerTo('ann', `#fault:${name}#`).catch((error: unknown) => error)
      if (name === 'empty-answer') expect(result).toBe('')
      else expect([name, result]).toMatchObject([name, { code: 'failed' }])
    }
    expect(await answerTo('bob', 'hello')).toBe('You said: hello')
    expect([engine.health().state, engine.pid]).toEqual(['ready', pid])
  })

  it('that ends the process is interrupted, and the others are answered by the next one', async () => {
    const { pid } = engine
    const result = await answerTo('ann', '#die#').catch((error: unknown) => error)
    expect(result).toMatchObject({ code: 'unavailable' })
    await engine.ready(soon())
    expect(await answerTo('bob', 'hello')).toBe('You said: hello')
    expect(engine.pid).not.toBe(pid)
  })
})
