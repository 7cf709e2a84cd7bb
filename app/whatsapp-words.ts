/** A browser that is restarted again and again is not well, however it is at the moment; '' where it never was. */
export function restartWords({ restarts, restartedFor }: Restarts): string {
  if (restarts === 0) return ''
  const why = restartedFor === undefined ? '' : `, the last time because ${restartedFor}`
  return `browser restarted ${restarts === 1 ? 'once' : `${restarts} times`}${why}`
}

type Restarts = { readonly restarts: number; readonly restartedFor?: string | undefined }

/** Typed on the phone, eight characters are read in two groups. */
export const inFours = (code: string): string => code.replaceAll(/\W/g, '').replaceAll(/(.{4})(?=.)/g, '$1-')
