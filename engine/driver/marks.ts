/**
 * Takes control marks out of an answer that arrives in pieces: engines can render a control token as text
 * (`<|python_start|>`), and that is never meant for a person. What may be the beginning of a mark waits for its rest.
 */
export class MarkFilter {
  #held = ''
  readonly #marks: readonly string[]

  constructor(controlMarks: readonly string[]) {
    this.#marks = controlMarks
  }

  /** The text that is certain by now. */
  push(text: string): string {
    const clean = this.#stripped(this.#held + text)
    const at = this.#openAt(clean)
    this.#held = clean.slice(at)
    return clean.slice(0, at)
  }

  /** What was still waiting. */
  end(): string {
    const rest = this.#held
    this.#held = ''
    // Half of a character is left only when the other half never came.
    return rest.toWellFormed()
  }

  #stripped(text: string): string {
    const plain = text.replace(SPECIAL, '').replaceAll('\0', '')
    const once = this.#marks.reduce((left, mark) => left.replaceAll(mark, ''), plain)
    return once === text ? text : this.#stripped(once)
  }

  /** Where the end of the text begins that could still become a mark, or a character. */
  #openAt(text: string): number {
    const special = OPEN_SPECIAL.exec(text)?.index ?? text.length
    const own = this.#marks.map((mark) => openSuffix(text, mark))
    const half = /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length
    return Math.min(special, half, ...own)
  }
}

// The control tokens of Llama 4 and of most others have this form; the longest known has 26 letters.
const SPECIAL = /<\|[a-z0-9_]{1,40}\|>/gi
const OPEN_SPECIAL = /<(\|([a-z0-9_]{1,40}\|?)?)?$/i

function openSuffix(text: string, mark: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length -= 1)
    if (text.endsWith(mark.slice(0, length))) return text.length - length
  return text.length
}
