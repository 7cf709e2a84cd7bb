const NUL = /\0/g

/** Text that store and platforms accept: lone surrogates become U+FFFD, NUL is removed. For adapters' `decode`. */
export function cleanText(text: string): string {
  return text.replace(NUL, '').toWellFormed()
}

/** At most `lengthMax` UTF-16 units, never cut inside a character. */
export function shortened(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text
  const last = text.charCodeAt(lengthMax - 1)
  const splitsPair = last >= 0xd800 && last <= 0xdbff
  return text.slice(0, splitsPair ? lengthMax - 1 : lengthMax)
}

/** Whether a UTF-16 unit is the second half of a character: a text must not be cut before it. */
export const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff
