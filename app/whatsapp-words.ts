import type { Sentence } from '#machine/sentence.ts'

type Restarts = { readonly count: number; readonly newestFor: Pick<Sentence, 'english'> }

/** A browser that is restarted again and again is not well, however it is at the moment; '' where it never was. */
export function restartWords(restarts: Restarts | undefined): string {
  if (restarts === undefined) return ''
  const { count, newestFor } = restarts
  return `${count === 1 ? 'once' : `${count} times`}, the last time: ${newestFor.english}`
}

/** Typed on the phone, eight characters are read in two groups. */
export const inFours = (code: string): string => code.replaceAll(/\W/g, '').replaceAll(/(.{4})(?=.)/g, '$1-')
