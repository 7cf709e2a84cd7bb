import type { WebhookActivity } from '#core/contract/channel.ts'
import type { Sentence } from '#machine/sentence.ts'
import { say } from '../sentences.ts'
import { defined } from '../shared/defined.ts'

const KINDS = ['taken', 'wrong-token', 'forged', 'too-large', 'too-slow', 'replayed', 'unreadable', 'unknown'] as const
export type WebhookCount = (typeof KINDS)[number] | 'verified'

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

  get said(): readonly Sentence[] {
    const shown = KINDS.filter((kind) => this.of(kind) > 0)
    if (shown.length > 0) return shown.map((kind) => say(`webhook.${kind}`, { number: this.of(kind) }))
    return [say(this.of('verified') > 0 ? 'webhook.verified' : 'webhook.none')]
  }
}
