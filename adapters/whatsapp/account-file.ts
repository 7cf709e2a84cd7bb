import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { jsonIn } from '#machine/json-in.ts'
import { z } from 'zod'

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
  endedFor: z.string().max(500).optional(),
  /** It was linked before, and nobody here unlinked it. */
  isLost: z.boolean().optional(),
})
export type AccountFile = z.output<typeof schema>

/** What is known of the linked account: a file beside the browser's profile. */
export class AccountStore {
  readonly #folder: string
  #known: AccountFile | undefined

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
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const path = join(this.#folder, NAME)
    await writeFile(`${path}.new`, JSON.stringify(account), { mode: 0o600 })
    await rename(`${path}.new`, path)
  }
}
