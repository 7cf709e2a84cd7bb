import type { ModelCard } from './card.ts'
import type { EmbedCard } from './embed-card.ts'
import { embeddingGemma, qwen3Embedding } from './embedding.ts'
import { gemma4Large, gemma4Small } from './gemma-4.ts'
import { llama4Scout, llama4ScoutSmall } from './llama-4.ts'
import { qwen35 } from './qwen-3.5.ts'
import { smolVlm2 } from './smolvlm2.ts'
import { tinyScout } from './tiny-scout.ts'

/** Every model that has a name, from the least able to the most able. */
export const catalogue: readonly ModelCard[] = [
  tinyScout,
  smolVlm2,
  gemma4Small,
  qwen35,
  gemma4Large,
  llama4ScoutSmall,
  llama4Scout,
]

/** Those that make vectors of texts, for memory. */
export const embeddingModels: readonly EmbedCard[] = [embeddingGemma, qwen3Embedding]
