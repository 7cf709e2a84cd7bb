import { writeFile } from 'node:fs/promises'

/** Types of tokens in a vocabulary, as GGUF files number them. */
export const TOKEN = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const

export type Token = readonly [text: string, type: number]

type Value =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'u32' | 'f32'; readonly value: number }
  | { readonly type: 'no' }
  | { readonly type: 'texts'; readonly value: readonly string[] }
  | { readonly type: 'i32s' | 'f32s'; readonly value: readonly number[] }

const text = (value: string): Value => ({ type: 'text', value })
const u32 = (value: number): Value => ({ type: 'u32', value })

/** A file with a vocabulary and nothing else: enough to be read, not to be loaded. */
export async function writeVocabulary(path: string, tokens: readonly Token[]): Promise<void> {
  await writeFile(path, fileOf({ 'general.architecture': text('llama'), ...vocabulary(tokens) }, {}))
}

const WIDTH = 32

/**
 * The smallest model that llama-server loads, with the given tokens behind a vocabulary of bytes. All its weights are
 * zero: it says nothing, but its tokenizer is a real one.
 */
export async function writeTinyModel(path: string, tokens: readonly Token[]): Promise<void> {
  const hex = (byte: number) => byte.toString(16).toUpperCase().padStart(2, '0')
  const bytes = Array.from({ length: 256 }, (_, byte): Token => [`<0x${hex(byte)}>`, TOKEN.byte])
  const all: Token[] = [['<unk-0>', TOKEN.unknown], ...bytes, ['▁', TOKEN.normal], ...tokens]
  const square = [WIDTH, WIDTH]
  const layer = {
    attn_norm: [WIDTH],
    attn_q: square,
    attn_k: square,
    attn_v: square,
    attn_output: square,
    ffn_norm: [WIDTH],
    ffn_gate: square,
    ffn_up: square,
    ffn_down: square,
  }
  const layers = Object.entries(layer).map(([name, shape]) => [`blk.0.${name}.weight`, shape] as const)
  await writeFile(
    path,
    fileOf(
      {
        'general.architecture': text('llama'),
        'llama.context_length': u32(512),
        'llama.embedding_length': u32(WIDTH),
        'llama.block_count': u32(1),
        'llama.feed_forward_length': u32(WIDTH),
        'llama.attention.head_count': u32(2),
        'llama.attention.layer_norm_rms_epsilon': { type: 'f32', value: 1e-5 },
        ...vocabulary(all),
      },
      {
        'token_embd.weight': [WIDTH, all.length],
        'output_norm.weight': [WIDTH],
        'output.weight': [WIDTH, all.length],
        ...Object.fromEntries(layers),
      },
    ),
  )
}

const vocabulary = (tokens: readonly Token[]): Record<string, Value> => ({
  'tokenizer.ggml.model': text('llama'),
  'tokenizer.ggml.add_space_prefix': { type: 'no' },
  'tokenizer.ggml.tokens': { type: 'texts', value: tokens.map(([token]) => token) },
  'tokenizer.ggml.scores': { type: 'f32s', value: tokens.map(() => 0) },
  'tokenizer.ggml.token_type': { type: 'i32s', value: tokens.map(([, type]) => type) },
})

const ALIGNMENT = 32
const F32 = 0

/** All tensors are of 32-bit floats, and zero. */
function fileOf(
  metadata: Readonly<Record<string, Value>>,
  tensors: Readonly<Record<string, readonly number[]>>,
): Buffer {
  const sizes = Object.entries(tensors).map(([name, shape]) => ({
    name,
    shape,
    bytes: aligned(shape.reduce((product, side) => product * side, 4)),
  }))
  let offset = 0
  const descriptions = sizes.map(({ name, shape, bytes }) => {
    const sides = Buffer.concat(shape.map(long))
    const description = Buffer.concat([stringOf(name), int(shape.length), sides, int(F32), long(offset)])
    offset += bytes
    return description
  })
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    int(3),
    long(sizes.length),
    long(Object.keys(metadata).length),
    ...Object.entries(metadata).flatMap(([key, value]) => [stringOf(key), valueOf(value)]),
    ...descriptions,
  ])
  const padding = Buffer.alloc(aligned(head.length) - head.length)
  return Buffer.concat([head, padding, Buffer.alloc(offset)])
}

const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT

function valueOf(value: Value): Buffer {
  switch (value.type) {
    case 'u32':
      return Buffer.concat([int(4), int(value.value)])
    case 'f32':
      return Buffer.concat([int(6), float(value.value)])
    case 'no':
      return Buffer.concat([int(7), Buffer.of(0)])
    case 'text':
      return Buffer.concat([int(8), stringOf(value.value)])
    case 'texts':
      return Buffer.concat([int(9), int(8), long(value.value.length), ...value.value.map(stringOf)])
    case 'i32s':
      return Buffer.concat([int(9), int(5), long(value.value.length), ...value.value.map(int)])
    case 'f32s':
      return Buffer.concat([int(9), int(6), long(value.value.length), ...value.value.map(float)])
    default:
      return value satisfies never
  }
}

function stringOf(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([long(bytes.length), bytes])
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}
