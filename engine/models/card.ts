import { z } from 'zod'

/**
 * The data of one model. `parseCard` reads a `card.json`; the catalogue writes the same form in TypeScript. Bytes and
 * sums may be unknown until a model is installed: they then come from the hub.
 */
const file = z.strictObject({
  /** Relative to the model's folder and to the hub's repository. */
  path: z.string().regex(/^(?!\/)(?!.*\.\.)[\w./-]+$/),
  bytes: z.int().positive().optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
})

/** What there is to know of any model, whatever it does. */
export const downloadable = {
  /** The name that an operator types. */
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  title: z.string(),
  licence: z.strictObject({
    name: z.string(),
    url: z.string().optional(),
    /** A sentence that must be shown wherever the model is used. */
    notice: z.string().optional(),
    /** The page on which the licence must be accepted before the hub gives out the files. */
    gate: z.string().optional(),
  }),
  /**
   * Where to download it from; absent for a model in a local folder. The patterns find files whose names are not known
   * beforehand; the first pattern with a match is used. Without a revision the newest one is pinned.
   */
  hub: z
    .strictObject({
      repository: z.string(),
      revision: z.string().optional(),
      weights: z.array(z.string()),
      projector: z.array(z.string()),
    })
    .optional(),
  /** In the order of the shards; for a model on a hub, what is known of them before it is installed. */
  weights: z.array(file),
  /** The file that turns pictures into tokens (`mmproj`). */
  projector: file.optional(),
  /** Weights and projector, as published, for a model whose files are not known yet. */
  downloadBytes: z.number().positive().optional(),
  /** A machine runs it well with one of these: a graphics card of that size, or memory and cores. */
  needs: z
    .strictObject({
      gpuBytes: z.number().positive(),
      memoryBytes: z.number().positive(),
      cores: z.int().positive(),
    })
    .optional(),
  /** Further arguments of llama-server that this model needs. */
  serverArguments: z.array(z.string()),
}

const cardSchema = z.strictObject({
  ...downloadable,
  /** Tokens of prompt and answer together. */
  contextTokens: z.int().positive(),
  /** The length that the model reads well: prompts stay below it. */
  promptTokens: z.int().positive(),
  tilePixels: z.int().positive(),
  tilesMax: z.int().positive(),
  /** Tokens of one tile without its markers; with several tiles, the self-test compares the counts. */
  tileTokens: z.int().positive(),
  pad: z.enum(['edge', 'white', 'none']),
  picturesMax: z.int().nonnegative(),
  guard: z.strictObject({
    level: z.enum(['full', 'demonstration', 'none']),
    /** Probability of "unsafe" from which a text is unsafe, measured on ordinary text. */
    threshold: z.number().min(0).max(1),
    /** Tested before it is used. */
    seesPictures: z.boolean(),
  }),
  memory: z
    .strictObject({
      /** How well it finds what is worth remembering of a message. */
      extractor: z.enum(['full', 'demonstration', 'none']),
      /** What is known about a person stands in the system message, all of it: so it was trained. */
      inSystem: z.literal(true).optional(),
    })
    .optional(),
  sampling: z.strictObject({ temperature: z.number(), topP: z.number(), topK: z.int(), minP: z.number() }),
  /** Further markup that text of people must not contain, beside the control tokens of the vocabulary. */
  controlMarks: z.array(z.string().min(2)).default([]),
  prompt: z.strictObject({
    /** Strings that end an answer, beside those in the file. */
    stop: z.array(z.string()),
    /** Passed to the chat template (`enable_thinking`). */
    templateArguments: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    /** It was tried with names and tones in its system message, and answers as without them. */
    ignoresPersona: z.literal(true).optional(),
  }),
})

const downloadableSchema = z.strictObject(downloadable)

export type Downloadable = z.infer<typeof downloadableSchema>
export type ModelCard = z.infer<typeof cardSchema>
export type ModelFile = z.infer<typeof file>

/** @throws {TypeError} with the field and what is wrong with it */
export function parseCard(value: unknown, where: string): ModelCard {
  return parsedCard(cardSchema, value, where)
}

const filesSchema = z.object({ weights: z.array(file), projector: file.optional() })

/** Of an installed model: the catalogue has the rest. */
export const parsedFiles = (value: unknown, where: string) => parsedCard(filesSchema, value, where)

/** @throws {TypeError} with the field and what is wrong with it */
export function parsedCard<Card>(schema: z.ZodType<Card>, value: unknown, where: string): Card {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new TypeError(`The model card ${where} is wrong at "${issue?.path.join('.')}": ${issue?.message}`)
}

/** All files of the model, weights first. */
export const filesOf = (card: Downloadable): readonly ModelFile[] =>
  card.projector ? [...card.weights, card.projector] : card.weights

/** Bytes of all files; the published total when the single sizes are not known. */
export function bytesOf(card: Downloadable): number | undefined {
  const sizes = filesOf(card).map(({ bytes }) => bytes)
  const areKnown = sizes.length > 0 && sizes.every((bytes) => bytes !== undefined)
  return areKnown ? sizes.reduce((sum, bytes) => sum + bytes, 0) : card.downloadBytes
}

/** Llama's own values are the default of every card. */
export const LLAMA_SAMPLING = { temperature: 0.6, topP: 0.9, topK: 0, minP: 0 }
