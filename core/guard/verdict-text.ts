import type { TokenChoice } from '#engine/contract.ts'
import type { Hazard } from '../contract/verdict.ts'
import { GuardFault } from './guard-fault.ts'
import { isHazardCode } from './policy.ts'

/** Less than this on "safe" and "unsafe" together means that the model was about to say something else. */
const MASS_MIN = 0.5

/**
 * The probability that a verdict is "unsafe", from the most probable first tokens. Only these two words count, whole
 * or as the beginning of them that a tokenizer makes one token. Throws `GuardFault` when they do not hold most of the
 * mass.
 */
export function probabilityOfUnsafe(choices: readonly TokenChoice[]): number {
  const massOf = (word: string) =>
    choices.filter(({ text }) => begins(word, text.trim())).reduce((sum, { probability }) => sum + probability, 0)
  const unsafe = massOf('unsafe')
  const mass = unsafe + massOf('safe')
  if (!(mass >= MASS_MIN) || choices.some(({ probability }) => !isProbability(probability))) {
    throw new GuardFault('garbled', 'The guard answered neither "safe" nor "unsafe". Is its model a Llama Guard?')
  }
  return unsafe / mass
}

// One letter is too little to tell a word by: "s" begins many.
const begins = (word: string, token: string) => token.length >= 2 && word.startsWith(token)

const ROUNDING = 1e-6
const isProbability = (value: number) => value >= 0 && value <= 1 + ROUNDING

/**
 * The codes of an "unsafe" answer's second line; none when it reads in any other way or names a code we do not know.
 */
export function hazardsIn(answer: string): Hazard[] {
  const [, line] = UNSAFE_ANSWER.exec(answer.trim()) ?? []
  const codes = line?.split(',').map((code) => code.trim()) ?? []
  return codes.every(isHazardCode) ? [...new Set(codes)] : []
}

const UNSAFE_ANSWER = /^unsafe[^\S\n]*\n\s*(S\d{1,2}(?:\s*,\s*S\d{1,2})*)\s*$/
