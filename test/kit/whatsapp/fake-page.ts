import type { WhatsAppDouble } from './double.ts'
import type { Jid, PageAnswers, PageOp, PageSocket, Push, WireMessage } from './wire.ts'

type Told<Op> = Op extends unknown ? Omit<Op, 'n'> : never
type Answer<Name extends PageOp['op']> = PageAnswers[Name] | 'silent' | 'drop'

/** What a page says and hears, without a browser. It hands on at once whatever it is told. */
export class FakePage implements PageSocket {
  readonly pushes: Push[] = []
  isClosed = false
  device: string | undefined
  readonly #double: WhatsAppDouble
  #count = 0

  constructor(double: WhatsAppDouble) {
    this.#double = double
    double.account.connected(this)
  }

  push(push: Push): void {
    this.pushes.push(push)
    if (push.push === 'linked') this.device = push.device
    void this.asks({ op: 'took', count: this.pushes.length })
  }

  close(): void {
    this.isClosed = true
    this.#double.account.disconnected(this)
  }

  async asks<Op extends Told<PageOp>>(op: Op): Promise<Answer<Op['op']>> {
    this.#count += 1
    const asked = { n: this.#count, ...op } as unknown as PageOp
    return (await this.#double.account.answer(asked, this)) as Answer<Op['op']>
  }

  async hello(): Promise<PageAnswers['hello']> {
    const told = { op: 'hello' as const, version: '2.3000', ...(this.device !== undefined && { device: this.device }) }
    const answer = await this.asks(told)
    if (answer === 'silent' || answer === 'drop') throw new Error(answer)
    return answer
  }

  /** As the library does it, after the phone's scan. */
  async links(): Promise<void> {
    const answer = await this.hello()
    if (answer.state === 'unpaired') this.#double.phone.scan(qrOf(answer.ref))
    await this.hello()
    await this.asks({ op: 'listening' })
  }

  says(chat: Jid, body: string, more: Partial<WireMessage> = {}) {
    const message = { id: `3EB0${++this.#count}`, chat, type: 'chat', body, ...more }
    return this.asks({ op: 'send', message })
  }

  messages(): WireMessage[] {
    return this.pushes.flatMap((push) => (push.push === 'message' ? [push.message] : []))
  }
}

export const qrOf = (ref: string) => [ref, 'static', 'identity', 'secret', '1'].join(',')

export async function linkedPage(double: WhatsAppDouble): Promise<FakePage> {
  const page = new FakePage(double)
  await page.links()
  return page
}
