/** Whether the service answers. Requests and the stream report here; the banner shows it. */
export type Connection = 'open' | 'lost'

let present: Connection = 'open'
const watchers = new Set<(connection: Connection) => void>()

export const reportLost = () => become('lost')
export const reportAnswered = () => become('open')

function become(next: Connection): void {
  if (present === next) return
  present = next
  for (const tell of watchers) tell(next)
}

export function watchConnection(tell: (connection: Connection) => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** Resolves when the service answers again. */
export const answered = () =>
  new Promise<void>((resolve) => {
    if (present === 'open') return resolve()
    const stop = watchConnection(() => {
      stop()
      resolve()
    })
  })

export const connection = () => present
