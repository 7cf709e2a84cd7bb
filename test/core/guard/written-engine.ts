import {
  EngineError,
  type Engine,
  type EngineCapabilities,
  type GenerateEvent,
  type GenerateRequest,
  type TokenChoice,
} from '#engine/contract.ts'

const CAPABILITIES: EngineCapabilities = {
  model: 'written',
  contextTokens: 8_192,
  promptTokens: 4_096,
  vision: true,
  picturesMax: 3,
  pictureTokens: 147,
  tilePixels: 336,
  pad: 'none',
  schema: true,
  firstTokenChoices: true,
  sampling: { temperature: 0, topP: 1, topK: 1, minP: 0 },
  guard: 'full',
  guardSeesPictures: false,
  guardThreshold: 0.5,
  controlMarks: [],
  areMarksComplete: false,
}

export type Written = {
  readonly choices?: readonly TokenChoice[]
  readonly text?: string
  readonly finish?: 'stop' | 'length'
  readonly breaksOff?: boolean
}

/** An engine with scripted answers; it records its requests. A token is four characters. */
export function writtenEngine(
  answer: (request: GenerateRequest) => Written | Error,
  more: Partial<EngineCapabilities> = {},
) {
  const requests: GenerateRequest[] = []
  const engine: Engine = {
    name: 'written',
    health: () => ({ state: 'ready', model: 'written' }),
    ready: () => Promise.resolve(),
    capabilities: () => ({ ...CAPABILITIES, ...more }),
    async *generate(request, signal): AsyncGenerator<GenerateEvent> {
      requests.push(request)
      if (signal.aborted) throw new EngineError('aborted', 'Nobody waits for it any more.')
      const written = answer(request)
      if (written instanceof Error) throw written
      yield { type: 'start', model: 'written' }
      if (request.firstTokenChoices && written.choices) yield { type: 'first-token', choices: written.choices }
      if (written.text) yield { type: 'text-delta', text: written.text }
      if (!written.breaksOff) yield { type: 'end', finish: written.finish ?? 'stop' }
    },
    countTokens: (text) => Promise.resolve(Math.ceil(text.length / 4)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  return { engine, requests }
}

export const promptOf = ({ messages }: GenerateRequest) =>
  messages.flatMap(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : `<${part.mime}>`))).join('')
