import type { Mount, Mounts } from '#http/mounts.ts'
import type { Logger } from '#machine/log.ts'
import { addMetaWebhook, type Receiver } from './webhook.ts'
import type { WebhookCounts } from './webhook-counts.ts'

/** What Meta signs with, and what it says when the webhook is set up. */
export type AppSecrets = { readonly appSecret: string; readonly verifyToken: string }

type SharedWebhookOptions = {
  readonly mounts: Pick<Mounts, 'open'>
  readonly bodyTimeoutMs?: number | undefined
  readonly log: Logger
}

type Mounted = AppSecrets & { readonly mount: Mount; readonly counts: WebhookCounts }

/** The one webhook of an app, for those of its products that are open; it is there while there are any. */
export class SharedWebhook {
  readonly #options: SharedWebhookOptions
  readonly #receivers = new Set<Receiver>()
  #mounted: Mounted | undefined

  constructor(options: SharedWebhookOptions) {
    this.#options = options
  }

  /** Of what came since it was mounted. */
  get counts(): WebhookCounts | undefined {
    return this.#mounted?.counts
  }

  async join(receiver: Receiver, app: AppSecrets): Promise<void> {
    this.#receivers.add(receiver)
    const before = this.#mounted
    if (before?.appSecret === app.appSecret && before.verifyToken === app.verifyToken) return
    const { mounts, bodyTimeoutMs, log } = this.#options
    const mount = mounts.open()
    const counts = addMetaWebhook({ listener: mount.fastify, ...app, receivers: this.#receivers, bodyTimeoutMs, log })
    await mount.put()
    this.#mounted = { ...app, mount, counts }
    await before?.mount[Symbol.asyncDispose]()
  }

  async leave(receiver: Receiver): Promise<void> {
    this.#receivers.delete(receiver)
    const { mount } = this.#mounted ?? {}
    if (this.#receivers.size > 0 || mount === undefined) return
    this.#mounted = undefined
    await mount[Symbol.asyncDispose]()
  }
}
