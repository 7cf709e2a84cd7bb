import { LLAMA_SAMPLING, type ModelCard } from './card.ts'

const common = {
  licence: { name: 'Apache-2.0' },
  weights: [],
  promptTokens: 4096,
  tilePixels: 896,
  tilesMax: 1,
  tileTokens: 280,
  pad: 'none',
  picturesMax: 3,
  guard: { level: 'none', threshold: 0.5, seesPictures: false },
  sampling: LLAMA_SAMPLING,
  controlMarks: [],
  prompt: { stop: [], templateArguments: {} },
} satisfies Partial<ModelCard>

/** Dense, text and pictures. */
export const gemma4Small: ModelCard = {
  ...common,
  name: 'gemma-4-e2b',
  title: 'Gemma 4 E2B',
  hub: {
    repository: 'unsloth/gemma-4-E2B-it-GGUF',
    weights: ['^gemma-4-E2B-it-Q4_K_M\\.gguf$'],
    projector: ['^mmproj.*Q8_0.*\\.gguf$', '^mmproj.*F16.*\\.gguf$'],
  },
  downloadBytes: 3.1e9,
  needs: { memoryBytes: 8e9, gpuBytes: 6e9, cores: 4 },
  contextTokens: 131_072,
  serverArguments: [],
}

/** A mixture of experts: 25.2 billion parameters of which 3.8 are used for a token. */
export const gemma4Large: ModelCard = {
  ...common,
  name: 'gemma-4-26b-a4b',
  title: 'Gemma 4 26B-A4B',
  hub: {
    repository: 'ggml-org/gemma-4-26B-A4B-it-GGUF',
    weights: ['Q4_K_M.*\\.gguf$'],
    projector: ['^mmproj.*Q8_0.*\\.gguf$', '^mmproj.*F16.*\\.gguf$'],
  },
  downloadBytes: 16.8e9 + 806e6,
  needs: { memoryBytes: 32e9, gpuBytes: 24e9, cores: 8 },
  contextTokens: 262_144,
  // The default of 280 tokens a picture is too low for reading text; a batch must hold a whole picture.
  serverArguments: ['--image-min-tokens', '560', '--image-max-tokens', '2240', '-b', '4096', '-ub', '4096'],
}
