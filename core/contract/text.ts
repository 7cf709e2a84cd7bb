const NUL = /\0/g

/** Text as store and platforms take it: lone surrogates become U+FFFD, NUL goes. Adapters call it in `decode`. */
export function cleanText(text: string): string {
  return text.replace(NUL, '').toWellFormed()
}

/** At most `lengthMax` UTF-16 units, never cutting a character in two. */
export function shortened(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text
  const last = text.charCodeAt(lengthMax - 1)
  const splitsPair = last >= 0xd800 && last <= 0xdbff
  return text.slice(0, splitsPair ? lengthMax - 1 : lengthMax)
}

/** Whether a UTF-16 unit is the second half of a character: no text may be cut before it. */
export const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff
