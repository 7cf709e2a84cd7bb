import type { IncomingHttpHeaders } from 'node:http'

export const TOKEN_PREFIX = 'chq_'
const BEARER = new RegExp(`^Bearer +(${TOKEN_PREFIX}\\S*)$`, 'i')

/** The API token that a request shows, right or wrong. What a proxy in front sends there is none. */
export const bearerOf = ({ authorization = '' }: IncomingHttpHeaders) => BEARER.exec(authorization)?.[1]
