import { z } from 'zod'
import type { Sentence } from './sentence.ts'

const value = z.union([
  z.string(),
  z.number(),
  z.object({ bytes: z.number() }),
  z.object({ list: z.array(z.string()).readonly() }),
  z.object({ quote: z.string() }),
])

/** A sentence as it is sent and stored. */
export const sentenceSchema = z.object({
  code: z.string(),
  values: z.record(z.string(), value).readonly(),
  english: z.string(),
}) satisfies z.ZodType<Sentence>
