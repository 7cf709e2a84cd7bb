import { LLAMA_SAMPLING, type ModelCard } from './card.ts'

const common = {
  licence: {
    name: 'Llama 4 Community License',
    url: 'https://www.llama.com/llama4/license/',
    notice:
      'Built with Llama. Llama 4 is licensed under the Llama 4 Community License, Copyright © Meta Platforms, Inc. ' +
      'All Rights Reserved. Its rights are not granted to persons and companies domiciled in the European Union.',
  },
  weights: [],
  // One attention chunk: a token further back than that is seen by every fourth layer only.
  contextTokens: 8192,
  promptTokens: 4096,
  tilePixels: 336,
  tilesMax: 4,
  tileTokens: 144,
  pad: 'edge',
  picturesMax: 5,
  guard: { level: 'none', threshold: 0.5, seesPictures: false },
  sampling: LLAMA_SAMPLING,
  controlMarks: [],
  prompt: { stop: ['<|eom|>'], templateArguments: {} },
  // Without it a slot cannot reuse a shared prefix: measured, 1 of 191 tokens was reused, with it 132.
  serverArguments: ['--swa-full'],
} satisfies Partial<ModelCard>

/** 109 billion parameters of which 17 are used for a token, in two shards. */
export const llama4Scout: ModelCard = {
  ...common,
  name: 'llama-4-scout',
  title: 'Llama 4 Scout (Q4_K_M)',
  hub: {
    repository: 'unsloth/Llama-4-Scout-17B-16E-Instruct-GGUF',
    weights: ['^Q4_K_M/.*-Q4_K_M-0000\\d-of-0000\\d\\.gguf$'],
    projector: ['^mmproj-F16\\.gguf$', '^mmproj.*\\.gguf$'],
  },
  downloadBytes: 65.3e9 + 1.7e9,
  needs: { memoryBytes: 96e9, gpuBytes: 80e9, cores: 16 },
}

/** The same, cut to three bits. */
export const llama4ScoutSmall: ModelCard = {
  ...common,
  name: 'llama-4-scout-q3',
  title: 'Llama 4 Scout (Q3_K_S)',
  hub: {
    repository: 'unsloth/Llama-4-Scout-17B-16E-Instruct-GGUF',
    weights: ['Q3_K_S.*\\.gguf$'],
    projector: ['^mmproj-F16\\.gguf$', '^mmproj.*\\.gguf$'],
  },
  downloadBytes: 46_740_372_480 + 1.7e9,
  needs: { memoryBytes: 64e9, gpuBytes: 64e9, cores: 16 },
}
