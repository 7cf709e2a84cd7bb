import type { World } from './world.ts'

export type Patience = { readonly withinMs?: number }

const WITHIN_MS = 5000

/** Looks now and after every change until `look` finds something; fails with `otherwise()` when the time is up. */
export function eventually<T>(
  world: World,
  look: () => T | undefined,
  { withinMs = WITHIN_MS, otherwise }: Patience & { otherwise: () => string },
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      world.removeEventListener('change', check)
      reject(new Error(`${otherwise()} (waited ${withinMs} ms)`))
    }, withinMs)
    const check = () => {
      const found = look()
      if (found === undefined) return
      clearTimeout(timer)
      world.removeEventListener('change', check)
      resolve(found)
    }
    world.addEventListener('change', check)
    check()
  })
}
