import { useEffect, useState, type ComponentType } from 'react'
import { patient } from './patient.ts'

type Loaded<Props> = { readonly Shown: ComponentType<Props> } | { readonly error: unknown }

/**
 * A component whose code is loaded when it is shown for the first time; `Waiting` stands in its place until then. Without
 * React.lazy: what a Suspense waited for is shown 300 ms after the last thing that waited was, at the earliest, and the
 * first page has several that follow each other.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>, Waiting?: ComponentType) {
  let loaded: Loaded<Props> | undefined
  let loading: Promise<void> | undefined
  const loadOnce = () =>
    (loading ??= patient(load)().then(
      (Shown) => void (loaded = { Shown }),
      (error: unknown) => void (loaded = { error }),
    ))
  return function Later(props: Props) {
    const [now, setNow] = useState(loaded)
    useEffect(() => {
      if (now !== undefined) return undefined
      let isGone = false
      void loadOnce().then(() => isGone || setNow(loaded))
      return () => void (isGone = true)
    }, [now])
    if (now === undefined) return Waiting && <Waiting />
    // What cannot be loaded is told by the boundary around it.
    if ('error' in now) throw now.error
    return <now.Shown {...props} />
  }
}
