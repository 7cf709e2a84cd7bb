/** A text with a sentence of our own below it. A block of code that was cut off is closed first. */
export function noteBelow(text: string, note: string): string {
  const fences = text.match(/^[^\S\n]*(?:`{3,}|~{3,})/gm) ?? []
  const open = fences.length % 2 === 1 ? fences.at(-1)?.trim() : undefined
  return [text.trimEnd(), ...(open ? [open] : []), '', note].join('\n')
}
