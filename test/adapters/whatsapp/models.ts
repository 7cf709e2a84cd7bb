import type { RawEvent } from '#adapters/whatsapp/raw-event.ts'

/** Models of messages as the library gives them, cut down. */
export const ME = { phoneNumber: '491510000001', lid: '777000000001@lid', name: 'Kiosk' }
export const ANA = '491520000002@c.us'
export const ANA_LID = '888000000002@lid'
export const BO = '491530000003@c.us'
export const GROUP = '120363000000000001@g.us'
/** In seconds, as WhatsApp counts. */
export const T = 1_900_000_000

export const wid = (jid: string) => {
  const [user, server] = jid.split('@')
  return { server, user, _serialized: jid }
}

export const key = (of: { id?: string; fromMe?: boolean; remote?: string; participant?: string } = {}) => {
  const { id = '3EB0AAAA', fromMe = false, remote = ANA, participant } = of
  const serialized = [fromMe, remote, id, ...(participant ? [participant] : [])].join('_')
  return { fromMe, remote, id, ...(participant && { participant: wid(participant) }), _serialized: serialized }
}

/** Of Ana, in the private chat. */
export const model = (more: object = {}) => ({
  id: key(),
  type: 'chat',
  body: 'hello',
  t: T,
  notifyName: 'Ana',
  from: wid(ANA),
  to: wid(`${ME.phoneNumber}@c.us`),
  ack: 1,
  self: 'in',
  isNewMsg: true,
  links: [],
  ...more,
})

export const inGroup = (more: object = {}, by = ANA) =>
  model({ id: key({ remote: GROUP, participant: by }), from: wid(GROUP), author: wid(by), ...more })

export const message = (data: unknown, isLive = true): RawEvent => ({ type: 'message', data, isLive })
