/** The index from which the text could still become one of these strings; the text's length if there is none. */
export function openSuffix(text: string, strings: readonly string[]): number {
  const starts = strings.map((string) => {
    for (let length = Math.min(string.length - 1, text.length); length > 0; length -= 1)
      if (text.endsWith(string.slice(0, length))) return text.length - length
    return text.length
  })
  return Math.min(text.length, ...starts)
}
