import { accountId, identityId } from '#core/contract/ids.ts'
import { Visitor, type Listening } from '../../adapters/web/visitor.ts'
import { Changes } from '../changes.ts'
import { ClientPerson, type ClientPost } from '../client-person.ts'
import { clientPlatform } from '../client-platform.ts'
import type { PlatformDouble } from '../platform.ts'

const PART = 'the page belongs to the service: nothing is between them that could fail by itself'
const ONE_CHAT = 'the page has one private chat a visitor'
const TEXT_ONLY = 'the page offers its visitors words, pictures and files, and nothing about what was sent before'

const CANNOT: PlatformDouble['cannot'] = {
  group: ONE_CHAT,
  thread: ONE_CHAT,
  edit: TEXT_ONLY,
  delete: TEXT_ONLY,
  react: TEXT_ONLY,
  press: TEXT_ONLY,
  reply: TEXT_ONLY,
  file: 'the page shows where a file is fetched: its own tests do that',
  'late delivery':
    'a message of the page has the time at which it was received, and the page sends one after the other',
  token: 'the page needs no token',
  limits: PART,
  faults: PART,
  markup: 'the page is sent Markdown and renders it in the browser: its own tests look there',
}

const ACCOUNT = accountId('web', 'page')

/** The page without a browser: visitors post as it does, keep what was not taken, and listen to the stream. */
export function openWebPlatform(): PlatformDouble {
  const host = { url: '' }
  const changes = new Changes()
  const open = (name: string) => new Visit(name, host, changes)
  const moved = (url: string) => {
    host.url = url
  }
  return clientPlatform({ name: 'web', cannot: CANNOT, changes, open, moved })
}

type Reply = { readonly messageId: string; readonly text: string }
type History = { readonly entries: readonly { readonly from: string; readonly id: string; readonly text: string }[] }

/** One visitor, over all starts of the service. */
class Visit {
  readonly person: ClientPerson
  readonly #visitor: Visitor
  readonly #changes: Changes
  #page: Promise<Listening>
  /** Not taken yet, in their order. */
  #unsent: ClientPost[] = []
  #isSending = false

  constructor(name: string, host: { readonly url: string }, changes: Changes) {
    this.#visitor = new Visitor(host)
    this.#changes = changes
    this.person = new ClientPerson({
      name,
      chatId: () => this.#visitor.person,
      identity: () => identityId(ACCOUNT, this.#visitor.person),
      post: (post) => this.#post(post),
      changes,
    })
    this.#page = this.#open()
    this.#page.catch(() => undefined)
  }

  get waiting(): number {
    return this.#unsent.length
  }

  /** The service was started again. */
  async reconnect(): Promise<void> {
    const before = await this.#page.catch(() => undefined)
    before?.leave()
    this.#page = this.#open()
    await this.#page
    this.#send()
  }

  leave(): void {
    void this.#page.then(
      (page) => page.leave(),
      () => undefined,
    )
  }

  async #open(): Promise<Listening> {
    if (this.#visitor.cookie === '') await this.#visitor.visit()
    const page = await this.#visitor.listens()
    await page.next('hello')
    const history = (await (await this.#visitor.get('/api/history')).json()) as History
    for (const { from, id, text } of history.entries) if (from === 'bot') this.#shows(id, text)
    void this.#listen(page)
    return page
  }

  async #listen(page: Listening): Promise<void> {
    try {
      for (;;) {
        const { messageId, text } = (await page.next('reply')).data as Reply
        this.#shows(messageId, text)
      }
    } catch {
      // The service has ended, or the visitor has left.
    }
  }

  /** The history names a reply, the stream each of its messages; here one message holds all of it. */
  #shows(id: string, text: string): void {
    this.person.shows(id.split(':')[0] ?? id, text)
  }

  #post(post: ClientPost): void {
    this.#unsent.push(post)
    this.#send()
  }

  #send(): void {
    if (this.#isSending) return
    this.#isSending = true
    void this.#sendAll().finally(() => (this.#isSending = false))
  }

  /** One after the other; what is not taken is sent again once the service is there again. */
  async #sendAll(): Promise<void> {
    for (;;) {
      const [post] = this.#unsent
      if (post === undefined || !(await this.#isSent(post).catch(() => false))) return
      this.#unsent.shift()
      this.#changes.changed()
    }
  }

  async #isSent({ id, text, pictures }: ClientPost): Promise<boolean> {
    await this.#page
    const sending =
      pictures.length === 0 ? this.#visitor.post({ id, text }) : this.#visitor.sendsPictures(id, text, pictures)
    return (await sending).ok
  }
}
