import { useSyncExternalStore } from 'react'

type Open<Asked, Answer> = { readonly asked: Asked; readonly answer: (answer: Answer) => void }

/** Something that is asked anywhere and answered in a dialog; whoever asks awaits the answer. One is open at a time. */
export function createQuestion<Asked, Answer>() {
  let open: Open<Asked, Answer> | undefined
  const watchers = new Set<() => void>()
  const become = (next: typeof open) => {
    open = next
    for (const tell of watchers) tell()
  }
  const watch = (tell: () => void) => {
    watchers.add(tell)
    return () => void watchers.delete(tell)
  }
  return {
    ask: (asked: Asked) =>
      new Promise<Answer>((resolve) => {
        become({
          asked,
          answer(answer) {
            become(undefined)
            resolve(answer)
          },
        })
      }),
    useOpen: () => useSyncExternalStore(watch, () => open),
  }
}
