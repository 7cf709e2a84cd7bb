import type { EmbedCard } from './embed-card.ts'

const common = { serverArguments: [], contextTokens: 2048 } satisfies Partial<EmbedCard>

/** More than a hundred languages. */
export const embeddingGemma: EmbedCard = {
  ...common,
  name: 'embeddinggemma-300m',
  title: 'EmbeddingGemma 300M',
  licence: {
    name: 'Gemma Terms of Use',
    url: 'https://ai.google.dev/gemma/terms',
    notice: 'Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms',
  },
  hub: {
    repository: 'ggml-org/embeddinggemma-300M-GGUF',
    weights: ['^embeddinggemma-300M-Q8_0\\.gguf$'],
    projector: [],
  },
  weights: [
    {
      path: 'embeddinggemma-300M-Q8_0.gguf',
      sha256: 'b5ce9d77a3fc4b3b39ccb5643c36777911cc4eb46a66962eadfa3f5f60490d63',
    },
  ],
  needs: { memoryBytes: 4e9, gpuBytes: 2e9, cores: 2 },
  dimensions: 768,
}

/** More than a hundred languages, larger. */
export const qwen3Embedding: EmbedCard = {
  ...common,
  name: 'qwen3-embedding-0.6b',
  title: 'Qwen3-Embedding 0.6B',
  licence: { name: 'Apache-2.0' },
  hub: {
    repository: 'Qwen/Qwen3-Embedding-0.6B-GGUF',
    weights: ['^Qwen3-Embedding-0\\.6B-Q8_0\\.gguf$'],
    projector: [],
  },
  weights: [],
  needs: { memoryBytes: 8e9, gpuBytes: 4e9, cores: 4 },
  dimensions: 1024,
}
