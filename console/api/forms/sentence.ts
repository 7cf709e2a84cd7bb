import { z } from 'zod'
import { sentenceSchema } from '#machine/sentence-schema.ts'

/** What the service says, for every language; the English of it stands beside it. */
export const sentenceForm = sentenceSchema.omit({ english: true })
export type SentenceForm = z.output<typeof sentenceForm>

/** Beside a text of the service; absent where it has English alone. */
export const sentences = z.array(sentenceForm).readonly().optional()
