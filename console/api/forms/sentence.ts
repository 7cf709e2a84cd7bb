import { z } from 'zod'

const value = z.union([
  z.string(),
  z.number(),
  z.object({ bytes: z.number() }),
  z.object({ list: z.array(z.string()).readonly() }),
  z.object({ quote: z.string() }),
])

/** What the service says, for every language; the English of it stands beside it. */
export const sentenceForm = z.object({ code: z.string(), values: z.record(z.string(), value).readonly() })
export type SentenceForm = z.output<typeof sentenceForm>

/** Beside a text of the service; absent where it has English alone. */
export const sentences = z.array(sentenceForm).readonly().optional()
