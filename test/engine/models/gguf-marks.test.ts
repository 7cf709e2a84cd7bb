import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { controlMarksIn, marksOfModel } from '#engine/models/gguf-marks.ts'
import { loadModel } from '#engine/models/load.ts'
import { TOKEN, writeVocabulary, type Token } from '../../kit/gguf.ts'
import { temporaryFolder } from '../../kit/temporary-folder.ts'

const never = new AbortController().signal

async function marksAmong(tokens: readonly Token[]): Promise<string[]> {
  const file = path.join(await temporaryFolder(), 'vocabulary.gguf')
  await writeVocabulary(file, tokens)
  return controlMarksIn(file, never)
}

const control = (...texts: string[]) => texts.map((text): Token => [text, TOKEN.control])
const userDefined = (...texts: string[]) => texts.map((text): Token => [text, TOKEN.userDefined])
const normal = (...texts: string[]) => texts.map((text): Token => [text, TOKEN.normal])

describe('the control tokens in a GGUF file', () => {
  it('are those of tiny-scout', async () => {
    const model = await loadModel('tiny-scout', await temporaryFolder())
    const marks = await marksOfModel(model, never)
    expect(marks).toHaveLength(19)
    expect(marks).toEqual(expect.arrayContaining(['<|eot|>', '<|header_start|>', '<|image|>', '<|patch|>']))
  })

  it.each([
    [
      'Gemma',
      control('<pad>', '<eos>', '<bos>', '<mask>', '<start_of_turn>'),
      userDefined('[multimodal]', '<unused7>'),
    ],
    ['Gemma 4', control('<bos>', '<|turn>', '<turn|>', '<channel|>', '<tool_call|>'), userDefined('<|"|>')],
    ['Mistral', control('<s>', '</s>', '[INST]', '[SYSTEM_PROMPT]', '[TOOL_RESULTS]', '[IMG]'), []],
    ['Qwen', control('<|im_start|>'), userDefined('<think>', '</think>', '<tool_call>', '<tool_response>')],
    ['DeepSeek', control('<｜User｜>', '<｜end▁of▁sentence｜>'), userDefined('<｜tool▁sep｜>')],
    ['SmolVLM', control('<image>', '<fake_token_around_image>', '<row_1_col_1>'), userDefined('<end_of_utterance>')],
  ])('of %s are its control and user-defined ones', async (_, own, more) => {
    const ordinary = normal('the', '▁of', '<', '</', '[', ']', '<div')
    expect(await marksAmong([...ordinary, ...own, ...more])).toEqual([...own, ...more].map(([text]) => text))
  })

  it('are not white space, HTML or words that somebody added, nor what no text can form', async () => {
    const space = userDefined('\n', '\n\n\n', '▁▁▁▁', '\t\t', '        ')
    const html = userDefined('<table>', '</td>', '<h1>', '<b>', '</strong>', '<sub>', '<blockquote>', '<br/>', '</s>')
    const words = userDefined('covid', 'नमस्ते', 'l’eau', 'New York', '2024', 'ü', '😀', '...', '»')
    const bytes: Token[] = [
      ['<0x0A>', TOKEN.byte],
      ['<unused5>', TOKEN.unused],
    ]
    const others = control('x')
    // llama.cpp takes `</s>` for the end of an answer whatever a file says.
    expect(await marksAmong([...space, ...html, ...words, ...bytes, ...others])).toEqual(['</s>'])
  })

  it('are those that llama.cpp takes for control, too, whatever the file calls them', async () => {
    const marks = await marksAmong([['<unk>', TOKEN.unknown], ...normal('<end_of_turn>', '<eos>', '[EOT]', '<b>', 'x')])
    expect(marks).toEqual(['<unk>', '<end_of_turn>', '<eos>', '[EOT]'])
    const barred = ['<|im_end|>', '<|eot_id|>', '<｜end▁of▁sentence｜>']
    expect(await marksAmong(normal(...barred, '<|', '<||', '|>'))).toEqual(barred)
  })

  it('are found without the spaces around them, which SentencePiece writes in its own way', async () => {
    expect(await marksAmong(control('▁<PRE>', '▁<EOT>'))).toEqual(['<PRE>', '<EOT>'])
  })

  it('are found in a large vocabulary', async () => {
    const words = Array.from({ length: 60_000 }, (_, index): Token => [`word${index}`, TOKEN.normal])
    expect(await marksAmong([...words, ...control('<turn|>'), ...words, ...control('<bos>')])).toEqual([
      '<turn|>',
      '<bos>',
    ])
  })

  it.each([
    ['is empty', Buffer.alloc(0)],
    ['is something else', Buffer.from('not a model at all, but long enough to be read as one')],
    ['ends within its head', undefined],
    ['promises more strings than there can be', head({ keys: 1, key: 'tokenizer.ggml.tokens', items: 2n ** 40n })],
    ['promises more keys than it has', head({ keys: 1_000_000, key: 'x', items: 0n })],
  ])('cannot be read from a file that %s', async (_, bytes) => {
    const file = path.join(await temporaryFolder(), 'bad.gguf')
    await writeVocabulary(file, control('<bos>'))
    await writeFile(file, bytes ?? (await readFile(file)).subarray(0, 120))
    await expect(controlMarksIn(file, never)).rejects.toThrow(RangeError)
  })
})

/** The beginning of a file whose first value is a list of strings. */
function head({ keys, key, items }: { keys: number; key: string; items: bigint }): Buffer {
  const bytes = Buffer.alloc(24 + 8 + key.length + 4 + 12)
  bytes.write('GGUF', 0)
  bytes.writeUInt32LE(3, 4)
  bytes.writeBigUInt64LE(BigInt(keys), 16)
  bytes.writeBigUInt64LE(BigInt(key.length), 24)
  bytes.write(key, 32)
  bytes.writeUInt32LE(9, 32 + key.length)
  bytes.writeUInt32LE(8, 36 + key.length)
  bytes.writeBigUInt64LE(items, 40 + key.length)
  return bytes
}
