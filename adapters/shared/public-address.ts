import { lookup as systemLookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Networks that are not the Internet: this computer, the network it is in, what providers and clouds keep for themselves. */
const PRIVATE = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(network, bits, 'ipv4')
  // The same IPv4 network behind a translator (NAT64).
  PRIVATE.addSubnet(`64:ff9b::${network}`, 96 + bits, 'ipv6')
}
for (const [network, bits] of [
  // Ways of writing an IPv4 address into an IPv6 one, by which a translator may lead to a private one: compatible
  // (and `::`, `::1`), translated, NAT64 of one's own, Teredo, 6to4.
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(network, bits, 'ipv6')
}

/** Also an IPv4 address that is written as an IPv6 one (`::ffff:10.0.0.1`). */
export function isPrivateAddress(address: string): boolean {
  const kind = isIP(address)
  return kind === 0 || PRIVATE.check(address, kind === 6 ? 'ipv6' : 'ipv4')
}

/** A name leads to an address that is not of the Internet. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError'
  readonly code = 'EPRIVATE'
}

/** The system's DNS lookup for connections that may lead to the Internet only. A literal address is never looked up. */
export const publicLookup: LookupFunction = (hostname, options, answer) => {
  systemLookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return answer(error, [])
    if (found.length === 0 || found.some(({ address }) => isPrivateAddress(address))) {
      return answer(new PrivateAddressError('the name leads to a private address'), [])
    }
    if (options.all === true) return answer(null, found)
    const [first] = found
    answer(null, first?.address ?? '', first?.family)
  })
}
