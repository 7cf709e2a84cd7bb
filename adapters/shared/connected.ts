import type http from 'node:http'
import { TLSSocket } from 'node:tls'

/**
 * Whether a request's connection became ready, with the proxy's tunnel and TLS. Nothing of the request is sent before
 * that: if it never did, the call was certainly not made, however it ended.
 */
export function watchConnected(request: http.ClientRequest): { readonly wasConnected: boolean } {
  const state = { wasConnected: false }
  request.once('socket', (socket) => {
    const connected = () => {
      state.wasConnected = true
    }
    if (!socket.connecting) connected()
    else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', connected)
  })
  return state
}
