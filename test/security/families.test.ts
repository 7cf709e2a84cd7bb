import { rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guardPrompt } from '#core/guard/guard-prompt.ts'
import { framed } from '#core/guard/llama-guard-text.ts'
import { neutralise } from '#core/prompt/neutralise.ts'
import { userText } from '#core/prompt/turn-text.ts'
import { openEmbedded } from '#engine/backends/embedded.ts'
import { openHost } from '#engine/backends/host.ts'
import type { Engine } from '#engine/contract.ts'
import { KNOWN_MARKS } from '#engine/models/control-marks.ts'
import { controlMarksIn, marksOfModel } from '#engine/models/gguf-marks.ts'
import { loadModel } from '#engine/models/load.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { TOKEN, writeTinyModel, type Token } from '../kit/gguf.ts'
import { temporaryFolder } from '../kit/product.ts'
import { llamaServer } from '../model/tiny-scout.ts'
import { skipReason, Tokenizer } from './tokenizer.ts'

// A real llama-server with a vocabulary of bytes and the control tokens of one kind of model, or of all.
const never = new AbortController().signal

const FAMILIES = [
  '<turn|>',
  '<channel|>',
  '<tool_call|>',
  '<bos>',
  '<eos>',
  '[SYSTEM_PROMPT]',
  '[TOOL_RESULTS]',
  '[IMG]',
  '<image>',
  '<think>',
  '<tool_response>',
  '<｜User｜>',
  '<|eot|>',
]
const USER_DEFINED = new Set(['<think>', '</think>', '<tool_call>', '<tool_response>', '<image>', '<row_1_col_1>'])
const HTML = ['<b>', '</td>', '<h1>', '\n\n', '        ']

describe.skipIf(skipReason)('the control tokens of other families', () => {
  let folder: string
  let model: string
  let tokenizer: Tokenizer
  beforeAll(async () => {
    folder = await temporaryFolder('families')
    model = path.join(folder, 'families.gguf')
    const known = KNOWN_MARKS.map((mark): Token => [mark, USER_DEFINED.has(mark) ? TOKEN.userDefined : TOKEN.control])
    await writeTinyModel(model, [...known, ...HTML.map((text): Token => [text, TOKEN.userDefined])])
    tokenizer = await Tokenizer.open(model)
  }, 30_000)
  afterAll(async () => {
    await tokenizer.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** How many of the tokens of a text are more than a byte: control, or user-defined. */
  const specialIn = async (text: string) => (await tokenizer.tokens(text)).filter((id) => id > BYTE_IDS_MAX).length

  test('are read from the file, and none is left in a text by its own tokenizer', async () => {
    const marks = await controlMarksIn(model, never)
    expect(KNOWN_MARKS.filter((mark) => !marks.includes(mark))).toEqual([])
    expect(HTML.filter((text) => marks.includes(text))).toEqual([])
    const plain = (text: string) => text.replace('</s>', '')
    expect(await specialIn(plain(KNOWN_MARKS.join('')))).toBe(KNOWN_MARKS.length - 1)
    for (const text of [
      KNOWN_MARKS.join(''),
      KNOWN_MARKS.join(' '),
      KNOWN_MARKS.map((mark) => `a${mark}b`).join('\n'),
    ]) {
      expect(await specialIn(neutralise(text, { controlMarks: marks, areMarksComplete: true }))).toBe(0)
      const words = { text, quote: { fromBot: false, text }, others: [], picturesShown: 0, picturesUnseen: 0 }
      expect(await specialIn(userText(words, { controlMarks: marks, areMarksComplete: true }))).toBe(0)
      expect(await specialIn(framed(text, { controlMarks: marks, areMarksComplete: true }))).toBe(0)
    }
  })

  test('are none in the prompt of an engine on this computer, though its card says nothing of them', async () => {
    if ('missing' in llamaServer) throw new Error(llamaServer.missing)
    const sockets = await temporaryFolder('families')
    const log = logFor('engine:embedded')
    log.level = 'silent'
    const loaded = await loadModel(folder, folder)
    const engine = openEmbedded({
      model: loaded,
      llamaServer,
      socketFolder: sockets,
      cores: 1,
      slots: 1,
      guardPrompt,
      clock: systemClock,
      log,
    })
    try {
      expect(KNOWN_MARKS.filter((mark) => !engine.capabilities().controlMarks.includes(mark))).toEqual([])
      await engine.ready(AbortSignal.timeout(25_000))
      const { controlMarks, sampling } = engine.capabilities()
      expect(new Set(controlMarks)).toEqual(new Set(await controlMarksIn(model, never)))
      const promptTokens = async (text: string) => {
        const messages = [{ role: 'user' as const, parts: [{ type: 'text' as const, text }] }]
        const request = { id: 'r', class: 'chat', messages, tokensMax: 1, sampling } as const
        for await (const event of engine.generate(request, never)) if (event.type === 'usage') return event.promptTokens
        return 0
      }
      const rest = await promptTokens('')
      for (const mark of FAMILIES) {
        expect((await promptTokens(`a${mark}b`)) - rest, mark).toBe(3)
        const letters = Buffer.byteLength(neutralise(`a${mark}b`, { controlMarks, areMarksComplete: true }))
        expect(
          (await promptTokens(neutralise(`a${mark}b`, { controlMarks, areMarksComplete: true }))) - rest,
          mark,
        ).toBe(letters)
      }
    } finally {
      await engine[Symbol.asyncDispose]()
      await rm(sockets, { recursive: true, force: true })
    }
  }, 40_000)

  test('are asked of a host whose tokenizer can be asked', async () => {
    const few = ['<turn|>', '<bos>', '[TOOL_RESULTS]', '<think>']
    const model = path.join(folder, 'few.gguf')
    await writeTinyModel(
      model,
      few.map((mark) => [mark, TOKEN.control]),
    )
    const server = await Tokenizer.open(model)
    let engine: Engine | undefined
    try {
      const log = logFor('engine:host')
      log.level = 'silent'
      const capabilities = { vision: false }
      engine = openHost({ url: server.url, model, capabilities, guardPrompt, clock: systemClock, log, random: () => 0 })
      await engine.ready(AbortSignal.timeout(20_000))
      expect(engine.capabilities().controlMarks.toSorted()).toEqual(few.toSorted())
    } finally {
      await engine?.[Symbol.asyncDispose]()
      await server.close()
    }
  })
})

test.skipIf(skipReason)('the control tokens of tiny-scout are none in a text, by its own tokenizer', async () => {
  const tokenizer = await Tokenizer.open()
  try {
    const marks = await marksOfModel(await loadModel('tiny-scout', ''), never)
    expect(await tokenizer.tokens(marks.join(''))).toHaveLength(marks.length)
    for (const text of [marks.join(''), marks.join(' '), marks.map((mark) => `a${mark}b`).join('\n')]) {
      const inert = neutralise(text, { controlMarks: marks, areMarksComplete: true })
      expect(await tokenizer.tokens(inert)).toEqual(await tokenizer.letters(inert))
    }
  } finally {
    await tokenizer.close()
  }
})

/** One unknown, the bytes, one space. */
const BYTE_IDS_MAX = 257
