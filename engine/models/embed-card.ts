import { z } from 'zod'
import { downloadable, parsedCard } from './card.ts'

/** The data of an embedding model. */
const embedCardSchema = z.strictObject({
  ...downloadable,
  /** Of its vectors. */
  dimensions: z.int().positive().optional(),
  /** Of one text; a longer one is refused. */
  contextTokens: z.int().positive(),
})

export type EmbedCard = z.infer<typeof embedCardSchema>

/** @throws {TypeError} with the field and what is wrong with it */
export const parseEmbedCard = (value: unknown, where: string): EmbedCard => parsedCard(embedCardSchema, value, where)
