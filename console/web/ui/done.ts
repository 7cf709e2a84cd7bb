import { notify } from './notify.ts'

const SHOWN_MS = 6_000

/** Says that what was asked for is done. */
export const showDone = (message: string) => notify({ message, color: 'green', autoClose: SHOWN_MS })

/** Says what is to be done next, until it is closed. */
export const showWarning = (message: string) => notify({ message, color: 'orange' })
