const KINDS = ['taken', 'forged', 'too-large', 'too-slow', 'replayed', 'unreadable', 'unknown'] as const
export type WebhookCount = (typeof KINDS)[number]

const WORDS: Readonly<Record<WebhookCount, string>> = {
  taken: 'taken',
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

  add(kind: WebhookCount, count = 1): void {
    this.#counts.set(kind, this.of(kind) + count)
  }

  of(kind: WebhookCount): number {
    return this.#counts.get(kind) ?? 0
  }

  get summary(): string {
    const shown = KINDS.filter((kind) => this.of(kind) > 0).map((kind) => `${this.of(kind)} ${WORDS[kind]}`)
    return shown.length === 0 ? 'no webhook has come yet' : `webhooks: ${shown.join(', ')}`
  }
}
