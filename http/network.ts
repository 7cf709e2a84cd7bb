import { BlockList, isIP } from 'node:net'

/** What limits count by, since cookies are free: whoever has one address of a network has all of them. */
export type Network = {
  /** An IPv4 address, or the first 64 bits of an IPv6 address. */
  readonly name: string
  /** The first 48 bits of an IPv6 address: one owner with many networks, or the phones of a carrier. */
  readonly site?: string
}

/** What a site may take, in networks. */
export const NETWORKS_PER_SITE = 3

/** Of an address as a socket or a proxy states it. All texts that are no address count as one network. */
export function networkOf(address: string): Network {
  const plain = withoutPort(address)
  if (isIP(plain) !== 6) return { name: isIP(plain) === 4 ? plain : 'unknown' }
  const groups = groupsOf(plain)
  const mapped = mappedAddress(groups)
  if (mapped !== undefined) return { name: mapped }
  return { name: `${groups.slice(0, 4).join(':')}::/64`, site: `${groups.slice(0, 3).join(':')}::/48` }
}

/** Some proxies state the port too. */
function withoutPort(address: string): string {
  const [, inBrackets, dotted] = /^(?:\[(.+)\]|([\d.]+))(?::\d+)?$/.exec(address) ?? []
  return inBrackets ?? dotted ?? address
}

function groupsOf(address: string): string[] {
  // Normalises the notation; the zone (`%eth0`) is no part of the address.
  const [head = '', tail] = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1).split('::')
  const [first, last] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':'))) as [string[], string[]]
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0')
  return [...first, ...zeros, ...last]
}

/** IPv4 as a socket for both kinds states it: `::ffff:192.0.2.1`. */
function mappedAddress(groups: string[]): string | undefined {
  if (groups.slice(0, 6).join() !== '0,0,0,0,0,ffff') return undefined
  return groups
    .slice(6)
    .flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff])
    .join('.')
}

/** Says whether an address is among those of a setting such as `loopback, 10.0.0.0/8, 2001:db8::1`; throws at others. */
export function addressList(setting: string): (address: string | undefined) => boolean {
  const list = new BlockList()
  for (const entry of setting.split(',')) addTo(list, entry.trim())
  return (address = '') => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

export function isAddressList(setting: string): boolean {
  try {
    return addressList(setting) !== undefined
  } catch {
    return false
  }
}

function addTo(list: BlockList, entry: string): void {
  if (entry === 'loopback') return (addTo(list, '127.0.0.0/8'), addTo(list, '::1'))
  const [, address, bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
  if (address === undefined) throw new TypeError(`"${entry}" is no address`)
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (bits === undefined) list.addAddress(address, family)
  else list.addSubnet(address, Number(bits), family)
}
