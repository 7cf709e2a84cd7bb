import { text } from '../texts/text.ts'
import { element } from './element.ts'

type Field = {
  readonly label: string
  readonly description?: string | undefined
  readonly attributes: Readonly<Record<string, string | number | boolean | undefined>>
}

export type MadeField = { readonly row: HTMLElement; readonly input: HTMLInputElement }

let fields = 0

/** Required, as nearly every field is. */
export function field({ label, description, attributes }: Field, ...beside: readonly HTMLElement[]): MadeField {
  const id = `field-${++fields}`
  const hint = description && element('p', { id: `${id}-hint`, class: 'door-hint' }, description)
  const about = hint ? { 'aria-describedby': hint.id } : {}
  const input = element('input', { id, required: true, ...about, ...attributes })
  const box = element('div', { class: 'door-input' }, input, ...beside)
  return { input, row: element('div', {}, element('label', { for: id }, label), hint || undefined, box) }
}

/** Of an account. */
export const nameField = (of: Omit<Field, 'label'>): MadeField =>
  field({
    label: text('form.name'),
    ...of,
    attributes: {
      autocomplete: 'username',
      autocapitalize: 'none',
      spellcheck: 'false',
      maxlength: 256,
      ...of.attributes,
    },
  })

/** Its text can be shown, by keyboard too. */
export function passwordField(of: Field): MadeField {
  const eye = element('button', {
    type: 'button',
    class: 'door-eye',
    'aria-label': text('form.showPassword'),
    'aria-pressed': 'false',
  })
  const attributes = { type: 'password', spellcheck: 'false', autocapitalize: 'none', ...of.attributes }
  const made = field({ ...of, attributes }, eye)
  eye.addEventListener('click', () => {
    const wasHidden = made.input.type === 'password'
    made.input.type = wasHidden ? 'text' : 'password'
    eye.setAttribute('aria-pressed', String(wasHidden))
  })
  return made
}
