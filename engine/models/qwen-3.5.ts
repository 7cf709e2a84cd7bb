import { LLAMA_SAMPLING, type ModelCard } from './card.ts'

/** Dense with hybrid attention, vision built in, many languages. */
export const qwen35: ModelCard = {
  name: 'qwen-3.5-4b',
  title: 'Qwen3.5 4B',
  licence: { name: 'Apache-2.0' },
  hub: {
    repository: 'bartowski/Qwen_Qwen3.5-4B-GGUF',
    weights: ['^Qwen_Qwen3\\.5-4B-Q4_K_M\\.gguf$'],
    projector: ['^mmproj.*Q8_0.*\\.gguf$', '^mmproj.*f16.*\\.gguf$'],
  },
  weights: [
    {
      path: 'Qwen_Qwen3.5-4B-Q4_K_M.gguf',
      bytes: 3_013_027_808,
      sha256: '13c16f426047e2de38cd075bdade4a7bcbc8c774384876f677740cda65f8a983',
    },
  ],
  needs: { memoryBytes: 8e9, gpuBytes: 6e9, cores: 4 },
  // Well below the published context, which is more than a conversation needs.
  contextTokens: 32_768,
  promptTokens: 4096,
  tilePixels: 896,
  tilesMax: 1,
  tileTokens: 784,
  pad: 'none',
  picturesMax: 3,
  guard: { level: 'none', threshold: 0.5, seesPictures: false },
  sampling: LLAMA_SAMPLING,
  controlMarks: [],
  // With thinking it reads pictures worse and times out more often.
  prompt: { stop: [], templateArguments: { enable_thinking: false } },
  serverArguments: [],
}
