import type { Button } from './channel.ts'
import type { ReplyId } from './ids.ts'

/** What a button of a reply carries, and what a press of it brings back. It names its reply, however old it is. */
export const buttonData = (name: Button['name'], reply: ReplyId): string => `${name}:${reply}`

export type Press = { readonly button: Button['name']; readonly reply: ReplyId }

const DATA = /^(good|bad|stop):([\w-]{1,58})$/

/** Undefined for data that was not made by us. */
export function pressIn(data: string | undefined): Press | undefined {
  const [, button, reply] = DATA.exec(data ?? '') ?? []
  return reply === undefined ? undefined : { button: button as Button['name'], reply: reply as ReplyId }
}
