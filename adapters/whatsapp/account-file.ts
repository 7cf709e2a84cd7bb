import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { jsonIn } from '#machine/json-in.ts'
import { sentenceSchema } from '#machine/sentence-schema.ts'
import { z } from 'zod'
import { lenient } from '../shared/lenient.ts'

const NAME = 'account.json'

const schema = z.object({
  /** When the risk was acknowledged, by our clock. The browser is started only where it was. */
  acknowledgedAtMs: z.number(),
  /** When the page first said that it is linked, by the platform's clock. */
  linkedAtMs: z.number().optional(),
  /** Of the account that is linked; known since its first `ready`. */
  phoneNumber: z.string().optional(),
  lid: z.string().optional(),
  /** Why nothing happens until somebody links again: unlinked, logged out on the phone, or the code was never used. */
  endedFor: lenient(z.array(sentenceSchema)),
  /** It was linked before, and nobody here unlinked it. */
  isLost: z.boolean().optional(),
})
export type AccountFile = z.output<typeof schema>

/** What is known of the linked account: a file beside the browser's profile. */
export class AccountStore {
  readonly #folder: string
  #known: AccountFile | undefined
  /** One write after the other: the newest is the one that stays. */
  #written: Promise<void> = Promise.resolve()

  constructor(folder: string) {
    this.#folder = folder
  }

  get known(): AccountFile | undefined {
    return this.#known
  }

  /** A file that is absent or cannot be read says nothing, as before the first link. */
  async read(): Promise<AccountFile | undefined> {
    const text = await readFile(join(this.#folder, NAME), 'utf8').catch(() => '')
    this.#known = schema.safeParse(jsonIn(text)).data
    return this.#known
  }

  /** Holds for this process also where it cannot be written; then it rejects. */
  async write(account: AccountFile): Promise<void> {
    this.#known = account
    const written = this.#written.then(() => this.#store(account))
    this.#written = written.catch(() => undefined)
    await written
  }

  /** Says when the link was seen, which may come later than `ready`: what is known since then stays. */
  async writeLinked(linkedAtMs: number, acknowledgedAtMs: number): Promise<void> {
    if (this.#known?.phoneNumber !== undefined) return
    await this.write({ acknowledgedAtMs: this.#known?.acknowledgedAtMs ?? acknowledgedAtMs, linkedAtMs })
  }

  async #store(account: AccountFile): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const path = join(this.#folder, NAME)
    await writeFile(`${path}.new`, JSON.stringify(account), { mode: 0o600 })
    await rename(`${path}.new`, path)
  }
}
