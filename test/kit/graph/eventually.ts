import type { WaitOptions } from '../platform.ts'
import type { GraphState, Room } from './graph-state.ts'

type Wait = WaitOptions & {
  readonly otherwise: () => string
  /** Where only what happens in one chat matters. */
  readonly room?: Room
}

const WITHIN_MS = 5000

/** Looks now and after every change until `look` finds something; fails with `otherwise()` when the time is up. */
export function eventually<T>(state: GraphState, look: () => T | undefined, wait: Wait): Promise<T> {
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
    const stop = state.onChange((changed) => {
      if (!room || !changed || changed === room) check()
    })
    check()
  })
}
