import { join } from 'node:path'
import { GgufHead } from './gguf-head.ts'
import type { LoadedModel } from './load.ts'

/** The marks that text of people must not contain, for a local model: from its vocabulary and its card. */
export async function marksOfModel({ card, folder }: LoadedModel, signal: AbortSignal): Promise<string[]> {
  const [weights] = card.weights
  const own = await controlMarksIn(join(folder, weights?.path ?? ''), signal)
  return [...new Set([...card.controlMarks, ...own])]
}

/**
 * The strings that the tokenizer in a GGUF file reads as one token wherever they stand in a prompt: those that its
 * vocabulary calls control, unknown or user-defined, and those that llama.cpp always treats as control tokens.
 * User-defined tokens that are white space, HTML or words are no marks: they do not change the roles in a prompt, and
 * ordinary text contains them. In a model of several files, the first one has the vocabulary.
 * @throws {RangeError} when the file has no vocabulary that can be read
 */
export async function controlMarksIn(path: string, signal: AbortSignal): Promise<string[]> {
  const head = await GgufHead.open(path, signal)
  try {
    const { tokens, types } = await vocabularyOf(head)
    const marks = new Set<string>()
    head.moveTo(tokens.position)
    await eachString(head, tokens.count, (index, bytes) => {
      const type = types?.[index] ?? NORMAL
      if (type === NORMAL && bytes > FORCED_BYTES_MAX) return head.skip(bytes)
      // SentencePiece writes spaces as ▁. Without those around it, a mark is found beside spaces, too.
      const text = head.text(bytes).replace(/^[\s▁]+|[\s▁]+$/g, '')
      if (isMark(text, type)) marks.add(text)
    })
    if (marks.size > MARKS_MAX) throw new RangeError(`The vocabulary has more than ${MARKS_MAX} control tokens.`)
    return [...marks]
  } finally {
    await head[Symbol.asyncDispose]()
  }
}

/** Each mark costs a little time for every text. The largest known vocabulary has about 7,000. */
const MARKS_MAX = 50_000
const TOKENS_MAX = 4_000_000
const KEYS_MAX = 65_536

const NORMAL = 1
const UNKNOWN = 2
const CONTROL = 3
const USER_DEFINED = 4

function isMark(text: string, type: number): boolean {
  // A single character cannot be broken apart.
  if (!/../su.test(text)) return false
  if (type === CONTROL || type === UNKNOWN || FORCED.has(text) || BARRED.test(text)) return true
  return type === USER_DEFINED && !HTML.test(text) && !WORDS.test(text) && !SIGNS.test(text)
}

/** In `llama_vocab::impl::load`, whatever their type; those between bars beside them. */
const BARRED = /^<[|｜][^\s<>]*[|｜]>$/
// prettier-ignore
const FORCED = new Set([
  '<end_of_turn>', '<end_of_utterance>', '</s>', '<eos>', '<turn|>', '<EOT>', '_<EOT>', '[EOT]', '[EOS]', '<PRE>',
  '<SUF>', '<MID>', '<PAD>', '[PAD]', '<REPO>', '<reponame>', '<fim-prefix>', '<fim-suffix>', '<fim-middle>',
  '<fim-pad>', '<fim-repo>', '<fim_prefix>', '<fim_suffix>', '<fim_middle>', '<fim_pad>',
])
const FORCED_BYTES_MAX = 32

/** HTML elements that structure text. Media elements are left out: vocabularies use such names as placeholders. */
const HTML = new RegExp(
  '^</?(?:a|abbr|article|aside|b|blockquote|body|br|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|' +
    'em|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|i|input|ins|kbd|label|li|main|mark|nav|ol|option|p|pre|' +
    'q|s|samp|section|select|small|span|strike|strong|style|sub|summary|sup|table|tbody|td|textarea|tfoot|th|thead|' +
    'title|tr|tt|u|ul|var|wbr)\\s*/?>$',
)
const WORDS = /^[\p{L}\p{M}\p{N}\s▁'’-]+$/u
/** Dots, quotes, symbols: no letters, and none of the brackets that marks are made of. */
const SIGNS = /^[^\p{L}\p{N}<[|]+$/u

type StringArray = { readonly position: number; readonly count: number }

async function vocabularyOf(head: GgufHead): Promise<{ tokens: StringArray; types?: Int32Array | undefined }> {
  await head.need(24)
  const [magic, version] = [head.text(4), head.u32()]
  if (magic !== 'GGUF' || version < 2) throw new RangeError('This is no GGUF file of version 2 or later.')
  head.u64()
  const keys = head.u64()
  let tokens: StringArray | undefined
  let types: Int32Array | undefined
  for (let index = 0; index < Math.min(keys, KEYS_MAX) && !(tokens && types); index += 1) {
    const key = await stringOf(head)
    await head.need(4)
    const type = head.u32()
    if (type === ARRAY) {
      await head.need(12)
      const [itemType, count] = [head.u32(), head.u64()]
      if (key === 'tokenizer.ggml.tokens' && itemType === STRING) tokens = { position: head.position, count }
      if (key === 'tokenizer.ggml.token_type' && isInteger(itemType)) types = await integersOf(head, count)
      else await skipItems(head, itemType, count)
    } else await skipItems(head, type, 1)
  }
  if (!tokens) throw new RangeError('The file has no vocabulary.')
  return { tokens, types }
}

// Types of values in a GGUF file.
const STRING = 8
const ARRAY = 9
const BYTES: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 }
const isInteger = (type: number) => type === 4 || type === 5

async function stringOf(head: GgufHead): Promise<string> {
  await head.need(8)
  const bytes = head.u64()
  await head.need(bytes)
  return head.text(bytes)
}

async function integersOf(head: GgufHead, count: number): Promise<Int32Array> {
  if (count > TOKENS_MAX) throw new RangeError('The head of the file holds too long a list.')
  await head.need(count * 4)
  return Int32Array.from({ length: count }, () => head.u32())
}

async function skipItems(head: GgufHead, type: number, count: number): Promise<void> {
  if (type === STRING) return eachString(head, count, (_, bytes) => head.skip(bytes))
  const bytes = BYTES[type]
  if (bytes === undefined) throw new RangeError(`The head of the file holds a value of the unknown type ${type}.`)
  head.skip(bytes * count)
}

/** `visit` reads or skips the bytes of the string. */
async function eachString(head: GgufHead, count: number, visit: (index: number, bytes: number) => void): Promise<void> {
  if (count > TOKENS_MAX) throw new RangeError('The head of the file holds too long a list.')
  for (let index = 0; index < count; index += 1) {
    if (!head.has(8)) await head.need(8)
    const bytes = head.u64()
    if (!head.has(bytes)) await head.need(bytes)
    visit(index, bytes)
  }
}
