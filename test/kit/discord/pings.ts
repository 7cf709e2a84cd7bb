import type { PlatformState, Said } from './platform-state.ts'

/** https://discord.com/developers/docs/resources/message#allowed-mentions-object */
export type AllowedMentions = {
  readonly parse?: readonly string[]
  readonly users?: readonly string[]
  readonly roles?: readonly string[]
  readonly replied_user?: boolean
}

type PingOptions = { readonly allowed?: AllowedMentions | undefined; readonly replyTo?: Said | undefined }

const CODE = /```[^]*?```|`[^`\n]+`/g
const MENTION = /<@(!?|&)(\d+)>|@(everyone|here)/g

/** Who is pinged: what the text names, as far as it is allowed; without a rule everybody whom it names. */
export function pingsIn(state: PlatformState, content: string, { allowed, replyTo }: PingOptions): Set<string> {
  const pinged = new Set<string>()
  const parses = (kind: string) => allowed === undefined || (allowed.parse ?? []).includes(kind)
  for (const [, kind, id = '', everyone] of content.replace(CODE, '').matchAll(MENTION)) {
    if (everyone !== undefined) {
      if (parses('everyone')) pinged.add('everyone')
    } else if (kind === '&') {
      if (parses('roles') || allowed?.roles?.includes(id)) pinged.add(`&${id}`)
    } else if (state.users.has(id) && (parses('users') || allowed?.users?.includes(id))) pinged.add(id)
  }
  if (replyTo && (allowed?.replied_user ?? allowed === undefined)) pinged.add(replyTo.author.id)
  return pinged
}
