import type { ServerResponse } from 'node:http'

/**
 * Runs once when a response has ended, or its connection has; at once if that was before. A response that waits behind
 * others on one connection (HTTP pipelining) never emits `close` when that connection ends. Returns how to cancel it.
 */
export function onEnd(response: ServerResponse, act: () => void): () => void {
  const { socket } = response.req
  const cancel = () => {
    response.off('close', ended)
    socket.off('close', ended)
  }
  const ended = () => {
    cancel()
    act()
  }
  if (response.closed || socket.destroyed) {
    act()
    return () => undefined
  }
  // One listener for each request in line; it is removed when its response ends.
  socket.setMaxListeners(0)
  response.once('close', ended)
  socket.once('close', ended)
  return cancel
}

/** Cuts its connection. One that still waits behind others has none to destroy by itself. */
export function cut(response: ServerResponse): void {
  response.req.socket.destroy()
}
