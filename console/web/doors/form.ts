import { plural } from '../texts/text.ts'
import { countDown } from '../ui/count-down.ts'
import { errorText } from '../ui/fail.ts'
import { element } from './element.ts'

type Work = {
  /** Pressed; it shows that something goes on. */
  readonly button: HTMLButtonElement
  readonly send: () => Promise<void>
  /** In place of what an error is usually told as; undefined: as usual. */
  readonly sentence?: (error: unknown) => string | undefined
}

export type DoorForm = {
  readonly root: HTMLFormElement
  /** One at a time. What is done stays busy until what follows is shown. */
  readonly run: (work: Work) => Promise<void>
}

type Form = {
  readonly submit: Work
  /** The first time that something is typed. */
  readonly onTyped: () => void
  readonly closed: AbortSignal
}

/**
 * A form that is sent once at a time, and says above its fields what was refused. It is held while the service lets
 * nobody try again.
 */
export function form({ submit, onTyped, closed }: Form, ...children: readonly (Node | undefined)[]): DoorForm {
  const refused = element('div')
  const root = element('form', {}, refused, ...children)
  let isBusy = false
  let stopCounting = () => {}
  closed.addEventListener('abort', () => stopCounting())
  // What is tried meanwhile in another way ends the count. The service holds whoever comes too early itself.
  const release = () => {
    stopCounting()
    submit.button.disabled = false
  }

  const tell = (error: unknown, sentence: string | undefined) => {
    const timer = element('p', { role: 'timer' })
    refused.replaceChildren(
      element('div', { class: 'door-alert', role: 'alert' }, element('strong', {}, sentence), timer),
    )
    stopCounting = countDown(error, (secondsLeft) => {
      submit.button.disabled = secondsLeft > 0
      if (secondsLeft > 0) timer.textContent = plural('form.held', secondsLeft)
      else timer.remove()
    })
  }
  const run = async ({ button, send, sentence }: Work) => {
    if (isBusy) return
    isBusy = true
    button.setAttribute('aria-busy', 'true')
    release()
    refused.replaceChildren()
    try {
      await send()
    } catch (error) {
      isBusy = false
      button.removeAttribute('aria-busy')
      const shown = sentence?.(error) ?? errorText(error)
      if (shown !== undefined) tell(error, shown)
    }
  }
  // Held down, it would send the same again at each answer, until nobody may try any more.
  root.addEventListener('keydown', (event) => event.key === 'Enter' && event.repeat && event.preventDefault())
  root.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!submit.button.disabled) void run(submit)
  })
  root.addEventListener('input', onTyped, { once: true })
  return { root, run }
}

/** Of the form, of which the first is what Enter does. */
export const goButton = (words: string) => element('button', { type: 'submit', class: 'door-go' }, words)

export const otherButton = (words: string, onPress: () => void): HTMLButtonElement =>
  pressed(element('button', { type: 'button', class: 'door-other' }, words), onPress)

/** Leads to another way. */
export const wayButton = (words: string, onPress: () => void): HTMLButtonElement =>
  pressed(element('button', { type: 'button', class: 'door-way' }, words), onPress)

function pressed(button: HTMLButtonElement, onPress: () => void): HTMLButtonElement {
  button.addEventListener('click', onPress)
  return button
}
