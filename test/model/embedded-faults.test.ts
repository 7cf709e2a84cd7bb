import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EmbeddedEngine } from '#engine/backends/embedded.ts'
import { loadModel } from '#engine/models/load.ts'
import { chatRequest, eventsOf, textOf } from '../contract/engine.ts'
import { llamaServer, openTinyScout, skipReason } from './tiny-scout.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

const signal = new AbortController().signal

async function withEngine(run: (engine: EmbeddedEngine) => Promise<void>, more?: Parameters<typeof openTinyScout>[0]) {
  const engine = await openTinyScout(more)
  try {
    await run(engine)
  } finally {
    await engine[Symbol.asyncDispose]()
  }
}

/** Kills the engine's process in the middle of an answer, and gives back what the answer ended with. */
async function killedMidAnswer(engine: EmbeddedEngine, id: string): Promise<unknown> {
  // Without a schema tiny-scout would be done before it can be killed.
  const schema = { type: 'array', items: { type: 'integer' }, minItems: 400 }
  let isKilled = false
  try {
    for await (const event of engine.generate(chatRequest(engine, { id, schema, tokensMax: 800 }), signal)) {
      if (event.type !== 'text-delta' || isKilled) continue
      process.kill(engine.pid ?? 0, 'SIGKILL')
      isKilled = true
    }
    return undefined
  } catch (error) {
    return error
  }
}

describe.skipIf(skipReason)(`the embedded engine and its faults${skipReason ? `: ${skipReason}` : ''}`, () => {
  it('fails what is in flight as interrupted when its process is killed, and is ready again', async () => {
    await withEngine(async (engine) => {
      await engine.ready(AbortSignal.timeout(25_000))
      expect(await killedMidAnswer(engine, 'unlucky')).toMatchObject({ code: 'interrupted' })
      await engine.ready(AbortSignal.timeout(25_000))
      expect(textOf(await eventsOf(engine.generate(chatRequest(engine, { id: 'unlucky' }), signal)))).not.toBe('')
    })
  })

  it('does not try a request a third time that was in flight at two deaths', async () => {
    await withEngine(async (engine) => {
      for (const _ of [1, 2]) {
        await engine.ready(AbortSignal.timeout(25_000))
        expect(await killedMidAnswer(engine, 'killer')).toMatchObject({ code: 'interrupted' })
      }
      await engine.ready(AbortSignal.timeout(25_000))
      const third = eventsOf(engine.generate(chatRequest(engine, { id: 'killer' }), signal))
      await expect(third).rejects.toMatchObject({ code: 'quarantined' })
      expect(textOf(await eventsOf(engine.generate(chatRequest(engine, { id: 'other' }), signal)))).not.toBe('')
    })
  })

  it('restarts a process that hangs', async () => {
    const heartbeat = { everyMs: 50, timeoutMs: 400, missesMax: 2 }
    await withEngine(
      async (engine) => {
        await engine.ready(AbortSignal.timeout(25_000))
        const hung = engine.pid ?? 0
        process.kill(hung, 'SIGSTOP')
        await expect.poll(() => engine.pid, { timeout: 20_000 }).not.toBe(hung)
        await expect.poll(() => engine.health().state, { timeout: 20_000 }).toBe('ready')
        expect(textOf(await eventsOf(engine.generate(chatRequest(engine), signal)))).not.toBe('')
      },
      { heartbeat },
    )
  })

  it('keeps its socket and its key from other users', async () => {
    const folder = await temporaryFolder()
    await withEngine(
      async (engine) => {
        await engine.ready(AbortSignal.timeout(25_000))
        const names = (await readdir(folder)).filter((name) => /^tiny-scout-\d+\.(sock|key)$/.test(name))
        const modes = names.map(async (name) => (await stat(join(folder, name))).mode & 0o777)
        expect(await Promise.all(modes)).toEqual([0o600, 0o600])
      },
      { socketFolder: folder },
    )
  })

  it('says which file is wrong when the weights are damaged, and does not try again and again', async () => {
    const folder = await temporaryFolder()
    const sound = await loadModel('tiny-scout', folder)
    const [weights] = sound.card.weights
    const card = {
      ...sound.card,
      weights: [{ path: 'tiny-scout.gguf', bytes: weights?.bytes, sha256: '0'.repeat(64) }],
    }
    await withEngine(
      async (engine) => {
        await expect.poll(() => engine.health().state, { timeout: 20_000 }).toBe('failed')
        expect(engine.health()).toMatchObject({
          detail: expect.stringContaining('tiny-scout.gguf is damaged') as string,
        })
        const answer = eventsOf(engine.generate(chatRequest(engine), signal))
        await expect(answer).rejects.toMatchObject({ code: 'unavailable' })
      },
      { model: { ...sound, card } },
    )
  })

  it('finds out that two tiles are put together rightly', async () => {
    const folder = await temporaryFolder()
    const model = await loadModel('tiny-scout', folder)
    await withEngine(
      async (engine) => {
        await engine.ready(AbortSignal.timeout(25_000))
        // A server without the repair of the tile marks keeps to one tile; both are right, and both must be consistent.
        const { tilePixels, pictureTokens } = engine.capabilities()
        expect([
          [336, 39],
          [672, 36 * 5 + 4 + 3],
        ]).toContainEqual([tilePixels, pictureTokens])
      },
      { model: { ...model, card: { ...model.card, tilesMax: 4 } } },
    )
  })

  it('stops at once although it is in the middle of an answer', async () => {
    const engine = await openTinyScout()
    await engine.ready(AbortSignal.timeout(25_000))
    const { pid = 0 } = engine
    const schema = { type: 'array', items: { type: 'integer' }, minItems: 400 }
    const answer = eventsOf(engine.generate(chatRequest(engine, { schema, tokensMax: 800 }), signal))
    const ended = expect(answer).rejects.toMatchObject({ code: 'unavailable' })
    await expect.poll(() => engine.health().state).toBe('ready')
    await engine[Symbol.asyncDispose]()
    await ended
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    expect(engine.health().state).toBe('failed')
  })

  it('fails with what the server said last when it cannot load the model', async () => {
    const program = 'missing' in llamaServer ? llamaServer : { ...llamaServer, path: '/bin/false' }
    await withEngine(
      async (engine) => {
        await expect.poll(() => engine.health().state, { timeout: 20_000 }).toBe('failed')
        expect(engine.health()).toMatchObject({ detail: expect.stringContaining('status 1') as string })
      },
      { llamaServer: program },
    )
  })
})
