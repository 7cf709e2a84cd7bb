import type { SessionForm } from '../api/forms/session.ts'
import { read, setCsrf } from './api.ts'
import { watchConnection } from './connection.ts'
import type { DoorName } from './doors/all.ts'
import { knownSession, type Entered } from './known-session.ts'
import { link, watchLink } from './link.ts'
import { patient } from './patient.ts'
import { language, watchLanguage } from './texts/language.ts'
import { loadTexts } from './texts/text.ts'

type Close = () => void

const doorsCode = patient(() => import('./doors/all.ts'))
const insideCode = patient(async () => {
  const [{ openInside }, { loadFirstPage }] = await Promise.all([import('./app.tsx'), import('./inside.tsx')])
  return { openInside, loadFirstPage }
})

/**
 * Pages for who is signed in; for everybody else the way in, which is small and needs none of the code of pages. What is
 * shown stays until the code of what follows is there. A link leads on whoever is signed in.
 */
class Gate {
  readonly #place: Element
  #session: SessionForm | undefined
  #error: unknown
  #warnings: readonly string[] = []
  #shown = ''
  #close: Close = () => undefined

  constructor(place: Element) {
    this.#place = place
  }

  async open(): Promise<void> {
    tellLanguage()
    const session = knownSession()
    await loadTexts()
    watchLink(() => void this.#settle())
    watchLanguage(() => {
      tellLanguage()
      void this.#settle()
    })
    // Somebody may have signed in in another tab, or the service may be there again.
    addEventListener('focus', () => this.#isOutside() && void this.#ask())
    watchConnection((connection) => connection === 'open' && this.#session === undefined && void this.#ask())
    await (session === undefined ? this.#ask() : this.#enter({ session }))
  }

  #enter({ session, warnings = [] }: Entered): Promise<void> {
    this.#session = session
    this.#warnings = warnings
    setCsrf(session.csrf)
    return this.#settle()
  }

  async #ask(): Promise<void> {
    const before = this.#session
    try {
      const session = await read<SessionForm>('/api/session')
      // Whoever has come in meanwhile stays inside.
      if (this.#session === before) await this.#enter({ session })
    } catch (error) {
      if (this.#session !== undefined) return
      this.#error = error
      await this.#settle()
    }
  }

  #isOutside = () => !this.#shown.startsWith('inside')

  /** Shows what is to be shown now, unless it is shown. */
  async #settle(): Promise<void> {
    const wanted = this.#wanted()
    if (wanted === this.#shown) return
    this.#shown = wanted
    const open = await (wanted === 'inside' ? this.#inside() : this.#door(wanted.split(' ')[0] as DoorName)).catch(
      (error: unknown) => {
        this.#error = error
        return this.#door('failed')
      },
    )
    if (wanted !== this.#shown) return
    this.#close()
    this.#close = open()
  }

  /** With all that makes it another one: the pages follow the language themselves. */
  #wanted(): string {
    const token = link()?.token
    if (this.#session?.account !== undefined && token === undefined) return 'inside'
    const door: DoorName =
      this.#session === undefined
        ? 'failed'
        : token !== undefined
          ? 'link'
          : this.#session.hasOwner
            ? 'sign-in'
            : 'no-owner'
    return [door, language(), token].join(' ')
  }

  async #inside(): Promise<() => Close> {
    const { openInside, loadFirstPage } = await insideCode()
    if (this.#session?.account !== undefined) await loadFirstPage(this.#session.account)
    return () =>
      openInside(this.#place, {
        session: this.#session ?? { hasOwner: true },
        warnings: this.#warnings,
        onSession: (session) => void this.#enter({ session }),
      })
  }

  async #door(name: DoorName): Promise<() => Close> {
    const { openDoor } = await doorsCode()
    return () =>
      openDoor(name, this.#place, {
        session: this.#session ?? { hasOwner: true },
        link: link(),
        error: this.#error,
        enter: (entered) => this.#enter(entered),
        askAgain: () => this.#ask(),
        comes: () => void insideCode().catch(() => undefined),
      })
  }
}

const tellLanguage = () => void (document.documentElement.lang = language())

export const openGate = (place: Element): Promise<void> => new Gate(place).open()
