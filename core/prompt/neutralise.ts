import { cleanText } from '../contract/text.ts'

/**
 * Text that we did not write ourselves, made unable to form a control token: wherever a tokenizer would read one, a
 * space is put after the first character (`< |eot|>`), so a reader, human or model, still sees what was written.
 * `controlMarks` are further strings of the model's own markup (`<start_of_turn>`). Spellings that no tokenizer treats
 * specially (fullwidth bars, hidden characters in between) stay as they are. Doing it twice changes nothing more.
 */
export function neutralise(text: string, controlMarks: readonly string[] = []): string {
  // Cleaning comes first: a NUL taken out afterwards would close a gap, and `<\0|eot|>` would become a token.
  return broken(cleanText(text), controlMarks.filter((mark) => mark.length > 1))
}

/** `<|` opens every control token of the Llama family; `<__media__>` is where the engine puts a picture. */
const OPENING = /<(?=\||__[a-z0-9_]+__>)/gi

/** Breaking one mark can complete another, if only with marks made for it; each pass leaves fewer. */
const PASSES_MAX = 8

function broken(text: string, marks: readonly string[]): string {
  let result = text.replace(OPENING, '< ')
  for (let pass = 0; pass < PASSES_MAX && marks.some((mark) => result.includes(mark)); pass += 1) {
    for (const mark of marks) result = result.replaceAll(mark, () => apart(mark))
    result = result.replace(OPENING, '< ')
  }
  return result
}

function apart(mark: string): string {
  const [first = ''] = mark
  return `${first} ${mark.slice(first.length)}`
}
