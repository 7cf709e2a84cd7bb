import './door.css'
import { connectionBanner } from './connection-banner.ts'
import type { DoorOf } from './door.ts'
import { failed } from './failed.ts'
import { linkPage } from './link-page.ts'
import { noOwner } from './no-owner.ts'
import { followScheme } from './scheme.ts'
import { signIn } from './sign-in.ts'

const doors = {
  'sign-in': signIn,
  'no-owner': noOwner,
  link: linkPage,
  failed,
} satisfies Readonly<Record<string, (of: DoorOf) => void>>

export type DoorName = keyof typeof doors

/** Returns how to close it. */
export function openDoor(name: DoorName, place: Element, of: Omit<DoorOf, 'show' | 'closed'>): () => void {
  const closing = new AbortController()
  const banner = connectionBanner(closing.signal)
  const show = (door: HTMLElement) => {
    place.replaceChildren(banner, door)
    door.querySelector<HTMLElement>('[autofocus]')?.focus()
  }
  followScheme(closing.signal)
  doors[name]({ ...of, show, closed: closing.signal })
  return () => {
    closing.abort()
    place.replaceChildren()
  }
}
