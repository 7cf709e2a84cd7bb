import type { FastifyRequest } from 'fastify'

/** Headers in which proxies name the client that they speak for. */
const PASSED_ON = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'] as const

/** Whether somebody on this very computer asks, and not for somebody else. */
export function isFromHere({ headers, socket }: Pick<FastifyRequest, 'headers' | 'socket'>): boolean {
  return socket.remoteAddress === socket.localAddress && !isPassedOn(headers)
}

export function isPassedOn(headers: FastifyRequest['headers']): boolean {
  return PASSED_ON.some((name) => headers[name] !== undefined)
}
