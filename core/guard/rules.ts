import type { Clock } from '#machine/clock.ts'
import type { DescribedGuard } from './guard.ts'
import type { Hazard } from '../contract/verdict.ts'
import { hasHiddenText } from './hidden-text.ts'

/** Change it with every change of a rule. */
const POLICY_VERSION = 'rules-2'

/**
 * Blocks what ordinary text never has and a model might still read: words in invisible characters, many direction
 * overrides, raw control characters. Pure and cheap; ordinary text of any language, emoji and code pass.
 */
export function rulesGuard({ clock }: { readonly clock: Clock }): DescribedGuard {
  return {
    name: 'rules',
    about: () => ({
      model: 'rules',
      policyVersion: POLICY_VERSION,
      hazards: RULES.map(({ hazard }) => ({ name: hazard, blocks: true })),
    }),
    judge: ({ text, direction }) => {
      const startedMs = clock.monotonicMs()
      const hazards = RULES.filter(({ breaks }) => breaks(text)).map(({ hazard }) => hazard)
      return Promise.resolve({
        guard: 'rules',
        model: 'rules',
        policyVersion: POLICY_VERSION,
        direction,
        outcome: hazards.length > 0 ? 'block' : 'pass',
        hazards,
        tookMs: clock.monotonicMs() - startedMs,
      })
    },
  }
}

type Rule = { readonly hazard: Hazard; readonly breaks: (text: string) => boolean }

const RULES: readonly Rule[] = [
  { hazard: 'hidden-text', breaks: hasHiddenText },
  { hazard: 'bidi-override', breaks: (text) => count(text, BIDI_OVERRIDE) > BIDI_OVERRIDES_MAX },
  { hazard: 'control-characters', breaks: (text) => controlsIn(text) > CONTROLS_MAX },
]

/** Overrides force a direction on letters; ordinary right-to-left text uses embeddings, isolates and marks instead. */
const BIDI_OVERRIDE = /[\u202D\u202E]/g
const BIDI_OVERRIDES_MAX = 8

const CONTROL = /\p{Cc}/gu
/** Tab, line ends, and escape, which colours pasted logs. */
const ORDINARY_CONTROLS = new Set('\t\n\v\f\r\u001B\u0085')
const CONTROLS_MAX = 8

const controlsIn = (text: string) =>
  (text.match(CONTROL) ?? []).filter((control) => !ORDINARY_CONTROLS.has(control)).length
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0
