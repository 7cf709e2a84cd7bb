import type { Clock } from '#machine/clock.ts'
import type { Guard, Hazard } from './guard.ts'

/** Changes whenever a rule does. */
const POLICY_VERSION = 'rules-1'

/**
 * What no honest text holds and a model might still read: words written in invisible characters, floods that turn a
 * line around, raw control characters. Pure and cheap; ordinary text of any language, emoji and code pass.
 */
export function rulesGuard({ clock }: { readonly clock: Clock }): Guard {
  return {
    name: 'rules',
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
  { hazard: 'hidden-text', breaks: (text) => hasHiddenText(text) },
  { hazard: 'bidi-override', breaks: (text) => count(text, BIDI_OVERRIDE) > BIDI_OVERRIDES_MAX },
  { hazard: 'control-characters', breaks: (text) => controlsIn(text) > CONTROLS_MAX },
]

// Letters of the tag block spell ASCII that nobody sees; the flags of England, Scotland and Wales are their one honest
// use.
const TAGS = /[\u{E0000}-\u{E007F}]/u
const TAG_FLAG = /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,6}\u{E007F}?/gu
// A run of variation selectors or of zero-width characters encodes bytes; emoji and joined scripts use one or two
// together.
const SELECTOR_RUN = /[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]{4}/u
const ZERO_WIDTH_RUN = /(?:\u200B|\u200C|\u200D|\u2060|\u2061|\u2062|\u2063|\u2064|\uFEFF){16}/

function hasHiddenText(text: string): boolean {
  if (SELECTOR_RUN.test(text) || ZERO_WIDTH_RUN.test(text)) return true
  return TAGS.test(text) && TAGS.test(text.replace(TAG_FLAG, ''))
}

/** Overrides force a direction on letters; writing from right to left uses embeddings, isolates and marks instead. */
const BIDI_OVERRIDE = /[\u202D\u202E]/g
const BIDI_OVERRIDES_MAX = 8

const CONTROL = /\p{Cc}/gu
/** Tab, ends of lines, and escape: the colours of a pasted log. */
const ORDINARY_CONTROLS = new Set('\t\n\v\f\r\u001B\u0085')
const CONTROLS_MAX = 8

const controlsIn = (text: string) =>
  (text.match(CONTROL) ?? []).filter((control) => !ORDINARY_CONTROLS.has(control)).length
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0
