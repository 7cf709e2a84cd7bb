import type { WebhookActivity } from '#core/contract/channel.ts'
import { defined } from '../shared/defined.ts'

const KINDS = ['taken', 'wrong-token', 'forged', 'too-large', 'too-slow', 'replayed', 'unreadable', 'unknown'] as const
export type WebhookCount = (typeof KINDS)[number] | 'verified'

const WORDS: Readonly<Record<(typeof KINDS)[number], string>> = {
  taken: 'taken',
  'wrong-token': 'with another verify token (403)',
  forged: 'forged (403)',
  'too-large': 'over 4 MB (413)',
  'too-slow': 'too slow (408)',
  replayed: 'repeated',
  unreadable: 'unreadable',
  unknown: 'of unknown kinds',
}

/** What the webhook was sent since the start, for operators. */
export class WebhookCounts {
  readonly #counts = new Map<WebhookCount, number>()
  readonly #newestAtMs = new Map<WebhookCount, number>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  add(kind: WebhookCount, count = 1): void {
    this.#counts.set(kind, this.of(kind) + count)
    this.#newestAtMs.set(kind, this.#now())
  }

  /** When the newest of each came that tells whether the webhook is set up rightly. */
  get newest(): WebhookActivity {
    const at = (kind: WebhookCount) => this.#newestAtMs.get(kind)
    return defined({
      verifiedAtMs: at('verified'),
      wrongTokenAtMs: at('wrong-token'),
      forgedAtMs: at('forged'),
      takenAtMs: at('taken'),
    })
  }

  of(kind: WebhookCount): number {
    return this.#counts.get(kind) ?? 0
  }

  get summary(): string {
    const shown = KINDS.filter((kind) => this.of(kind) > 0).map((kind) => `${this.of(kind)} ${WORDS[kind]}`)
    if (shown.length > 0) return `webhooks: ${shown.join(', ')}`
    return this.of('verified') > 0 ? 'the webhook is verified; no message has come yet' : 'no webhook has come yet'
  }
}
