import { createHmac } from 'node:crypto'
import type { Network } from './network.ts'

/** 128 bits. */
const LENGTH = 22

/** Makes keys for networks that do not reveal their addresses; each installation makes its own, for this use only. */
export function networkKeys(key: Buffer): (network: Network | undefined) => string | undefined {
  const own = createHmac('sha256', key).update('web: from which network').digest()
  return (network) => network && createHmac('sha256', own).update(network.name).digest('base64url').slice(0, LENGTH)
}
