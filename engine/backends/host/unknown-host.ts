import type { EngineCapabilities } from '../../contract.ts'
import { LLAMA_SAMPLING } from '../../models/card.ts'
import { KNOWN_MARKS } from '../../models/control-marks.ts'

/** What is assumed of a host with an unknown model. */
export const UNKNOWN_HOST: EngineCapabilities = {
  model: '',
  contextTokens: 8192,
  promptTokens: 4096,
  vision: true,
  picturesMax: 5,
  pictureTokens: 1024,
  tilePixels: 672,
  pad: 'none',
  schema: true,
  firstTokenChoices: true,
  sampling: LLAMA_SAMPLING,
  guard: 'none',
  guardSeesPictures: false,
  guardThreshold: 0.5,
  controlMarks: KNOWN_MARKS,
  areMarksComplete: false,
}
