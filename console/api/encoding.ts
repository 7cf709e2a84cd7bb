/** The encodings that set-up writes beside each file, the smaller one first, by the end of the file's name. */
const ENCODINGS = [
  { name: 'br', ending: 'br' },
  { name: 'gzip', ending: 'gz' },
] as const

export type Encoding = (typeof ENCODINGS)[number]

/** The smallest of those that are there and that the browser takes; undefined sends the file as it is. */
export function encodingFor(header: string | undefined, isThere: (ending: string) => boolean): Encoding | undefined {
  const taken = new Set(
    (header ?? '').split(',').flatMap((part) => {
      const [name = '', ...rules] = part.split(';').map((word) => word.trim().toLowerCase())
      return rules.some((rule) => /^q=0(?:\.0*)?$/.test(rule)) ? [] : [name]
    }),
  )
  return ENCODINGS.find(({ name, ending }) => taken.has(name) && isThere(ending))
}
