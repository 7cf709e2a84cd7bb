/**
 * WhatsApp's addresses, as the page writes them: `4915100000@c.us` (a phone number), `99887766@lid` (a hidden id),
 * `1203…@g.us` (a group), and others that nobody is answered in: statuses, broadcast lists, channels.
 */
export type Jid = string

const ADDRESS = /^([\w.-]{1,64})(?::\d{1,5})?@([\w.]{1,32})$/

/** One spelling of each: without the device that wrote, and by the page's name of the server of phone numbers. */
export function jidIn(text: string): Jid | undefined {
  const [, user, server] = ADDRESS.exec(text) ?? []
  if (user === undefined) return undefined
  return `${user}@${server === 's.whatsapp.net' ? 'c.us' : server}`
}

export const phoneJid = (phoneNumber: string): Jid => `${phoneNumber}@c.us`
export const isLid = (jid: Jid) => jid.endsWith('@lid')
export const isGroup = (jid: Jid) => jid.endsWith('@g.us')
export const userIn = (jid: Jid) => jid.slice(0, jid.indexOf('@'))

/** WhatsApp itself, which announces its features. */
const PLATFORM = '0@c.us'

export const isPerson = (jid: Jid) => (jid.endsWith('@c.us') || isLid(jid)) && jid !== PLATFORM
/** Whether messages there are for anybody to answer. */
export const isServed = (chatId: Jid) => isPerson(chatId) || isGroup(chatId)

/**
 * Whether a phone made the id of a message; the page's own ids are shorter, and begin otherwise. The library tells
 * devices apart by the same (`Message.deviceType`).
 */
export const isMadeByPhone = (id: string) => id.length > 25 || id.startsWith('3A')
