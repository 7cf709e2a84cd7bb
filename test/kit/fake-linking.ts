import type { Linking, LinkState } from '#core/contract/linking.ts'

export type FakeLinking = Linking & {
  state: LinkState
  /** What it was asked for, in order. */
  readonly asked: ({ readonly phoneNumber?: string | undefined } | 'unlink')[]
  /** What the next calls reject with. */
  fails: Error | undefined
  /** Called when it was asked to link, before that is answered. */
  onLink: () => void
}

/** A link in whatever state a test puts it, for what only asks. */
export function fakeLinking(state: LinkState = { state: 'logged-out', detail: 'no account is linked' }): FakeLinking {
  const fake: FakeLinking = {
    state,
    asked: [],
    fails: undefined,
    onLink: () => undefined,
    async link(how) {
      if (fake.fails) throw fake.fails
      fake.asked.push(how)
      fake.onLink()
    },
    async unlink() {
      if (fake.fails) throw fake.fails
      fake.asked.push('unlink')
      fake.state = { state: 'logged-out', detail: 'no account is linked' }
    },
  }
  return fake
}
