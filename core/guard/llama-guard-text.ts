import { createHash } from 'node:crypto'
import type { TokenChoice } from '#engine/contract.ts'
import { shortened } from '../contract/text.ts'
import type { Hazard } from '../contract/verdict.ts'
import { neutralise, type Marks } from '../prompt/neutralise.ts'
import { GuardFault, type Judged } from './guard.ts'

// The text of Llama Guard's prompt, and how its answer is read.

/** The hazard categories of Llama Guard, in the words that its models were trained on. */
const CATEGORIES: ReadonlyMap<Hazard, string> = new Map([
  ['S1', 'Violent Crimes'],
  ['S2', 'Non-Violent Crimes'],
  ['S3', 'Sex Crimes'],
  ['S4', 'Child Exploitation'],
  ['S5', 'Defamation'],
  ['S6', 'Specialized Advice'],
  ['S7', 'Privacy'],
  ['S8', 'Intellectual Property'],
  ['S9', 'Indiscriminate Weapons'],
  ['S10', 'Hate'],
  ['S11', 'Self-Harm'],
  ['S12', 'Sexual Content'],
  ['S13', 'Elections'],
  ['S14', 'Code Interpreter Abuse'],
])

/** These block a text. The others are only stored with the verdict: most of their hits are harmless questions. */
export const BLOCKED_BY_DEFAULT: readonly Hazard[] = ['S1', 'S2', 'S3', 'S4', 'S7', 'S9', 'S10', 'S11', 'S12', 'S14']

export const HAZARDS: readonly Hazard[] = [...CATEGORIES.keys()]

const isHazardCode = (code: string) => CATEGORIES.has(code)

/** All text before the conversation: the same in every request of one direction, so that the engine has it cached. */
export function policyText(speaker: Speaker): string {
  const lines = [...CATEGORIES].map(([code, name]) => `${code}: ${name}.`)
  return (
    `Task: Check if there is unsafe content in '${speaker}' messages in conversations according our safety policy ` +
    'with the below categories.\n\n' +
    `<BEGIN UNSAFE CONTENT CATEGORIES>\n${lines.join('\n')}\n<END UNSAFE CONTENT CATEGORIES>\n\n` +
    '<BEGIN CONVERSATION>\n\n'
  )
}

/** All text after the conversation. */
export function askText(speaker: Speaker): string {
  return (
    '\n\n<END CONVERSATION>\n\n' +
    `Provide your safety assessment for ONLY THE LAST ${speaker} message in the above conversation:\n` +
    " - First line must read 'safe' or 'unsafe'.\n" +
    ' - If unsafe, a second line must include a comma-separated list of violated categories.'
  )
}

/** Stored with each verdict: identifies the prompt's text, the blocked codes and the threshold. */
export function policyVersionOf(blocked: ReadonlySet<Hazard>, threshold: number): string {
  const parts = [policyText('User'), askText('User'), [...blocked].sort().join(','), String(threshold)]
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12)
}

/** The question is only context when an answer is judged. */
const ASKED_CHARACTERS_MAX = 300

type Speaker = 'User' | 'Agent'

/** Whose message is judged: the person's, or the assistant's. */
export const speakerOf = (direction: Judged['direction']): Speaker => (direction === 'in' ? 'User' : 'Agent')

/** The lines before the judged text: the question when an answer is judged, and `[picture]` for each unseen picture. */
export function openingOf(content: Judged, options: FrameOptions): string {
  const pictures = options.showsPictures ? '' : '[picture] '.repeat(content.pictures.length)
  if (content.direction === 'in') return `User: ${pictures}`
  const asked = framed(shortened(content.asked ?? '', ASKED_CHARACTERS_MAX), options)
  return `User: ${pictures}${asked}\n\nAgent: `
}

export type FrameOptions = Marks & {
  /** The guard's engine is given the pictures themselves. */
  readonly showsPictures: boolean
}

/**
 * Makes text safe inside the conversation: no control token, no `<END CONVERSATION>`, no line that reads as a new
 * speaker. Empty lines separate speakers, so they are removed from the text.
 */
export function framed(text: string, marks: Marks): string {
  const inert = neutralise(text, marks)
  const lines = inert.replace(LINE_END, '\n').replace(EMPTY_LINES, '\n').replace(SPEAKER, '> $1')
  return lines.replace(FRAME_TAG, '< ').trim()
}

const LINE_END = /\r\n?|[\v\f\u0085\u2028\u2029]/g
const EMPTY_LINES = /\n\s*\n/g
const FRAME_TAG = /<(?=\/?(?:BEGIN|END)\b)/gi
const SPEAKER = /^[^\S\n]*((?:User|Agent)[^\S\n]*[:\uFF1A])/gim

/** With less probability for "safe" and "unsafe" together, the model was about to answer something else. */
const MASS_MIN = 0.5

/**
 * The probability of "unsafe", from the most probable first tokens. Only "safe" and "unsafe" count, whole or their
 * first part where the tokenizer splits them. Throws `GuardFault` when other tokens are more probable.
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

// One letter is not enough: many words begin with "s".
const begins = (word: string, token: string) => token.length >= 2 && word.startsWith(token)

const ROUNDING = 1e-6
const isProbability = (value: number) => value >= 0 && value <= 1 + ROUNDING

/** The codes in the second line of an "unsafe" answer; none when its format is different or a code is unknown. */
export function hazardsIn(answer: string): Hazard[] {
  const [, line] = UNSAFE_ANSWER.exec(answer.trim()) ?? []
  const codes = line?.split(',').map((code) => code.trim()) ?? []
  return codes.every(isHazardCode) ? [...new Set(codes)] : []
}

const UNSAFE_ANSWER = /^unsafe[^\S\n]*\n\s*(S\d{1,2}(?:\s*,\s*S\d{1,2})*)\s*$/
