/** What a one-time link is for: `#setup=` makes the first owner, `#recover=` sets a password, `#join=` an account. */
const LINK = /^#(setup|recover|join)=([\w-]{1,256})$/

export type OneTimeLink = { readonly kind: 'setup' | 'recover' | 'join'; readonly token: string }

/** Only here: never in the address bar, the history or a store. */
let present: OneTimeLink | undefined
const watchers = new Set<() => void>()

/** Before anything else runs, and when a link is opened in a tab that has the console open. */
export function takeLink(): void {
  const [, kind, token] = LINK.exec(location.hash) ?? []
  if (kind === undefined || token === undefined) return
  history.replaceState(history.state, '', location.pathname + location.search)
  become({ kind: kind as OneTimeLink['kind'], token })
}

export const dropLink = () => become(undefined)

function become(next: OneTimeLink | undefined): void {
  present = next
  for (const tell of watchers) tell()
}

export const link = () => present

export function watchLink(tell: () => void): void {
  watchers.add(tell)
  addEventListener('hashchange', takeLink)
}
