import type { Linking, LinkState } from '#core/contract/linking.ts'

/** Its words are made of its detail, unless they are given. */
type StateGiven = Omit<LinkState, 'sentences'> & Partial<Pick<LinkState, 'sentences'>>

export const linkState = (told: StateGiven): LinkState => ({
  sentences: [{ code: 'whatsapp.told-by-test', values: {}, english: told.detail }],
  ...told,
})

export type FakeLinking = Omit<Linking, 'state'> & {
  get state(): LinkState
  set state(told: StateGiven)
  /** What it was asked for, in order. */
  readonly asked: ({ readonly phoneNumber?: string | undefined } | 'unlink')[]
  /** What the next calls reject with. */
  fails: Error | undefined
  /** Called when it was asked to link, before that is answered. */
  onLink: () => void
}

/** A link in whatever state a test puts it, for what only asks. */
export function fakeLinking(first: StateGiven = { state: 'logged-out', detail: 'no account is linked' }): FakeLinking {
  let now = linkState(first)
  const fake: FakeLinking = {
    get state(): LinkState {
      return now
    },
    set state(told: StateGiven) {
      now = linkState(told)
    },
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
