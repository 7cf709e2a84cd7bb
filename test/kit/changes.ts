import type { WaitOptions } from './platform.ts'

/** Calls its listeners when something is new: in one chat, or anywhere. */
export class Changes<Room = never> {
  readonly #listeners = new Set<(room?: Room) => void>()

  changed(room?: Room): void {
    for (const listener of this.#listeners) listener(room)
  }

  /** Calls `listener` after every change; returns what ends that. */
  onChange(listener: (room?: Room) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}

type Wait<Room> = WaitOptions & {
  readonly otherwise: () => string
  /** Where only what happens in one chat matters. */
  readonly room?: Room
}

/** Of a busy computer: what is not there by then does not come. */
const WITHIN_MS = 20_000

/** Checks now and after every change until `look` finds something; fails with `otherwise()` when the time is up. */
export function eventually<T, Room>(changes: Changes<Room>, look: () => T | undefined, wait: Wait<Room>): Promise<T> {
  const { withinMs = WITHIN_MS, otherwise, room } = wait
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`${otherwise()} (waited ${withinMs} ms)`))
    }, withinMs)
    const check = () => {
      const found = look()
      if (found === undefined) return
      clearTimeout(timer)
      stop()
      resolve(found)
    }
    const stop = changes.onChange((changed) => {
      if (!room || !changed || changed === room) check()
    })
    check()
  })
}
