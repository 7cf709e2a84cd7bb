import { LLAMA_SAMPLING, type ModelCard } from './card.ts'

/** The smallest model that describes photographs. */
export const smolVlm2: ModelCard = {
  name: 'smolvlm2-500m',
  title: 'SmolVLM2 500M',
  licence: { name: 'Apache-2.0' },
  hub: {
    repository: 'ggml-org/SmolVLM2-500M-Video-Instruct-GGUF',
    weights: ['^(?!mmproj).*Q8_0.*\\.gguf$', '^(?!mmproj).*\\.gguf$'],
    projector: ['^mmproj.*Q8_0.*\\.gguf$', '^mmproj.*\\.gguf$'],
  },
  weights: [],
  needs: { memoryBytes: 3e9, gpuBytes: 2e9, cores: 2 },
  contextTokens: 8192,
  promptTokens: 2048,
  tilePixels: 512,
  tilesMax: 1,
  tileTokens: 64,
  pad: 'none',
  picturesMax: 1,
  guard: { level: 'none', threshold: 0.5, seesPictures: false },
  sampling: LLAMA_SAMPLING,
  controlMarks: [],
  prompt: { stop: [], templateArguments: {} },
  serverArguments: [],
}
