import type { SessionForm } from '../../api/forms/session.ts'
import { COLORS } from '../colors.ts'
import icon from '../icon.svg'
import type { Entered } from '../known-session.ts'
import type { OneTimeLink } from '../link.ts'
import { language, LANGUAGES, type Language } from '../texts/language.ts'
import { speak, text } from '../texts/text.ts'
import { element } from './element.ts'

/** What a door knows, and what it leads to. */
export type DoorOf = {
  readonly session: SessionForm
  readonly link: OneTimeLink | undefined
  /** Why nobody can come in, where it is for that. */
  readonly error: unknown
  /** Resolves when they are inside. */
  readonly enter: (entered: Entered) => Promise<void>
  readonly askAgain: () => Promise<void>
  /** Somebody types, and is about to come in. */
  readonly comes: () => void
  /** Puts another one in its place. */
  readonly show: (door: HTMLElement) => void
  /** Aborted when it is no longer shown. */
  readonly closed: AbortSignal
}

type Child = Node | string | undefined

/**
 * Of the pages where nobody is signed in: one thing to do, in the middle. They are plain elements, and look as the pages
 * inside do: whoever opens the console waits neither for React nor for Mantine.
 */
export function door(title: string, ...children: readonly Child[]): HTMLElement {
  document.title = `${title} · ${text('app.name')}`
  const main = element(
    'main',
    { class: 'door' },
    element(
      'div',
      { class: 'door-column' },
      element(
        'div',
        { class: 'door-name' },
        element('img', { src: icon, alt: '', width: 36, height: 36 }),
        text('app.name'),
      ),
      element('div', { class: 'door-card' }, element('h1', {}, title), ...children),
      languages(),
    ),
  )
  return colored(main)
}

/** In place of one that is not known yet. */
export const splash = () =>
  colored(
    element(
      'main',
      { class: 'door' },
      element('span', { class: 'door-spinner', role: 'status', 'aria-label': text('state.loading') }),
    ),
  )

function languages(): HTMLElement {
  const options = Object.entries(LANGUAGES).map(([value, name]) =>
    element('option', { value, lang: value, selected: value === language() }, name),
  )
  const select = element('select', { 'aria-label': text('menu.language'), class: 'door-languages' }, ...options)
  // Where its texts cannot be loaded, the page stays as it is.
  select.addEventListener('change', () => void speak(select.value as Language).catch(() => (select.value = language())))
  return select
}

/** The colours of the pages inside, where Mantine makes them known. */
function colored(main: HTMLElement): HTMLElement {
  for (const [name, shades] of Object.entries(COLORS)) {
    for (const [shade, color] of shades.entries()) main.style.setProperty(`--${name}-${shade}`, color)
  }
  return main
}
