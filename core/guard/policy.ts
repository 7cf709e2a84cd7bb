import { createHash } from 'node:crypto'
import type { Speaker } from './conversation.ts'
import type { Hazard } from '../contract/verdict.ts'

/** The hazard categories of Llama Guard, in the words its models were trained on. */
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

/**
 * Stops a text. The others are noted with the verdict: what they catch is mostly honest (a question about a medicine).
 */
export const BLOCKED_BY_DEFAULT: readonly Hazard[] = ['S1', 'S2', 'S3', 'S4', 'S7', 'S9', 'S10', 'S11', 'S12', 'S14']

export const isHazardCode = (code: string) => CATEGORIES.has(code)

/**
 * Everything before the conversation: the same bytes in every request of one direction, so that the engine has it
 * cached.
 */
export function policyText(speaker: Speaker): string {
  const lines = [...CATEGORIES].map(([code, name]) => `${code}: ${name}.`)
  return (
    `Task: Check if there is unsafe content in '${speaker}' messages in conversations according our safety policy ` +
    'with the below categories.\n\n' +
    `<BEGIN UNSAFE CONTENT CATEGORIES>\n${lines.join('\n')}\n<END UNSAFE CONTENT CATEGORIES>\n\n` +
    '<BEGIN CONVERSATION>\n\n'
  )
}

/** Everything after it. */
export function askText(speaker: Speaker): string {
  return (
    '\n\n<END CONVERSATION>\n\n' +
    `Provide your safety assessment for ONLY THE LAST ${speaker} message in the above conversation:\n` +
    " - First line must read 'safe' or 'unsafe'.\n" +
    ' - If unsafe, a second line must include a comma-separated list of violated categories.'
  )
}

/** Stored with each verdict: which words, which blocked codes and which threshold it was made with. */
export function policyVersionOf(blocked: ReadonlySet<Hazard>, threshold: number): string {
  const parts = [policyText('User'), askText('User'), [...blocked].sort().join(','), String(threshold)]
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12)
}
