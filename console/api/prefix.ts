import type { ConsoleAddress } from '../address.ts'

/** The path below which the console lies, with a slash at both ends. */
export function prefixOf({ url }: Pick<ConsoleAddress, 'url'>): string {
  const path = url === undefined ? '/' : new URL(url).pathname
  return path.endsWith('/') ? path : `${path}/`
}

/** Without the prefix, which a proxy passes on; asked directly, there is none. */
export function withoutPrefix(url: string, prefix: string): string {
  if (url.startsWith(prefix)) return url.slice(prefix.length - 1)
  const [path = ''] = url.split('?')
  return `${path}/` === prefix ? `/${url.slice(path.length)}` : url
}
