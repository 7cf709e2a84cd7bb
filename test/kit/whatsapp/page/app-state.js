import { connection } from './connection.js'
import { Emitter } from './emitter.js'
import { Model } from './model.js'

/** Whether the page is linked, and whether it has the account's chats. */
export const Socket = Object.assign(new Model({ state: 'OPENING', hasSynced: false }), {
  logout,
  takeover: () => Socket.set({ state: 'CONNECTED' }),
  reconnect: () => undefined,
})

/** `ref` is the part of the QR code that changes. */
export const Conn = new Model({ ref: undefined, wid: undefined, pushname: undefined, platform: 'android' })

export const Cmd = new Emitter()

/** The phone's word for this browser; nothing else is kept in the profile. */
export const device = {
  get: () => localStorage.getItem('device') ?? undefined,
  keep: (token) => localStorage.setItem('device', token),
  forget: () => localStorage.removeItem('device'),
}

const AFTER_LOGOUT_MS = 500
/** The page itself is logging out: what the server says of it is no news. */
export const leaving = { isLeaving: false }

/** The library closes the browser once this is done; a page that is still there a moment later starts anew. */
async function logout() {
  leaving.isLeaving = true
  await connection.call('logout')
  device.forget()
  setTimeout(startAnew, AFTER_LOGOUT_MS)
}

export const startAnew = () => location.assign('/?post_logout=1')
