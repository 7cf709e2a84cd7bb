import type { SessionForm } from '../api/forms/session.ts'
import { read, setCsrf } from './api.ts'
import { watchConnection } from './connection.ts'
import { openDoor, type DoorName } from './doors/all.ts'
import { askFirst } from './first-asked.ts'
import { knownSession, type Entered } from './known-session.ts'
import { link, watchLink } from './link.ts'
import { patient } from './patient.ts'
import { language, watchLanguage } from './texts/language.ts'
import { loadTexts } from './texts/text.ts'

type Close = () => void

type Shown = {
  readonly view: DoorName | 'inside'
  /** With all that makes it another one. */
  readonly key: string
}

const INSIDE: Shown = { view: 'inside', key: 'inside' }
const NOTHING: Shown = { view: 'failed', key: '' }

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
  #shown: Shown = NOTHING
  #close: Close = () => undefined

  constructor(place: Element) {
    this.#place = place
  }

  async open(): Promise<void> {
    const session = knownSession()
    if (session?.account !== undefined && link() === undefined) askFirst(session.account)
    await loadTexts()
    tellLanguage()
    watchLink(() => void this.#settle())
    watchLanguage(() => {
      tellLanguage()
      void this.#settle()
    })
    // Somebody may have signed in in another tab, or the service may be there again.
    addEventListener('focus', () => this.#shown !== INSIDE && void this.#ask())
    // One that the browser has kept and shows again may be of somebody who has signed out since.
    addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
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

  /** Shows what is to be shown now, unless it is shown. */
  async #settle(): Promise<void> {
    const wanted = this.#wanted()
    if (wanted.key === this.#shown.key) return
    this.#shown = wanted
    const open = wanted.view === 'inside' ? await this.#inside() : this.#door(wanted.view)
    if (wanted !== this.#shown) return
    this.#close()
    this.#close = open()
  }

  #wanted(): Shown {
    const token = link()?.token
    const { account, hasOwner } = this.#session ?? {}
    // The pages follow the language themselves.
    if (account !== undefined && token === undefined) return INSIDE
    const ofNobody = hasOwner === true ? 'sign-in' : 'no-owner'
    const view = this.#session === undefined ? 'failed' : token === undefined ? ofNobody : 'link'
    return { view, key: [view, language(), token].join(' ') }
  }

  async #inside(): Promise<() => Close> {
    try {
      const { openInside, loadFirstPage } = await insideCode()
      const [session, warnings] = [this.#session ?? { hasOwner: true }, this.#warnings]
      await loadFirstPage(session)
      // React is told to take the pages away once it is done with what told us.
      const onSession = (next: SessionForm) => queueMicrotask(() => void this.#enter({ session: next }))
      return () => openInside(this.#place, { warnings, onSession })
    } catch (error) {
      this.#error = error
      return this.#door('failed')
    }
  }

  #door =
    (name: DoorName): (() => Close) =>
    () =>
      openDoor(name, this.#place, {
        session: this.#session ?? { hasOwner: true },
        link: link(),
        error: this.#error,
        enter: (entered) => this.#enter(entered),
        askAgain: () => this.#ask(),
        comes: () => void insideCode().catch(() => undefined),
      })
}

const tellLanguage = () => void (document.documentElement.lang = language())

export const openGate = (place: Element): Promise<void> => new Gate(place).open()
