import type { Platform } from '#core/contract/ids.ts'
import type { PlannedFault } from './faults.ts'

/**
 * A platform's double as a test acts on it, the same for every channel. It knows only what comes over the wire, and so
 * outlives a service that is killed. Message ids are never used twice.
 */
export type PlatformDouble = {
  readonly name: Platform
  /** What the service's environment needs to use it. */
  readonly env: Readonly<Record<string, string>>
  /** What names the bot in a text that a person writes; absent where people have no way to. */
  readonly mention?: string
  /** What people there cannot do, each with the platform's reason: a case of the suite that needs it is skipped with it. */
  readonly cannot: Readonly<Partial<Record<PlatformFeature, string>>>
  /** The person of this name; made when first named. Acts in the private chat with the bot. */
  person(name: string, options?: { readonly language?: string }): PlatformPerson
  /** A group that the bot is in. */
  group?(title: string): PlatformGroup
  readonly faults: {
    add(...faults: readonly PlannedFault[]): void
    clear(): void
    /** How many have struck so far. */
    readonly struck: number
  }
  /** The platform's own limits. */
  limits(limits: 'strict' | 'off'): void
  revokeToken(): void
  restoreToken(): void
  /** Resolves when the service receives from it: it polls, is connected, or its webhook is set. `url`: of the service. */
  connected(service: { readonly url: string }): Promise<void>
  /** Nothing that people did waits to be taken by the service. */
  readonly isTaken: boolean
  /** Resolves once `look` finds something; looked at after every change. */
  until<T>(look: () => T | undefined, options?: WaitOptions): Promise<T>
  [Symbol.asyncDispose](): Promise<void>
}

export type WaitOptions = { readonly withinMs?: number }

export type PlatformFeature =
  | 'group'
  | 'thread'
  | 'album'
  | 'edit'
  | 'delete'
  | 'react'
  | 'press'
  | 'reply'
  | 'growing answer'
  | 'file'
  | 'missed messages'
  /** Of somebody whom the service does not know. */
  | 'missed first message'
  | 'late delivery'
  | 'duplicate delivery'
  | 'token'
  | 'limits'
  | 'markup'
  /** An address is shown without a preview of what is there. */
  | 'plain address'
  | 'faults'

export type PlatformGroup = {
  readonly id: string
  /** Opens a topic or thread. */
  thread?(name: string): string
}

/** Acts in one chat. What is sent has an id by which it is named later. */
export type PlatformPerson = {
  readonly name: string
  /** As core knows them: `telegram:4242:9001`. */
  readonly identity: string
  /** The chat as core knows it. */
  readonly chatId: string
  in(group: PlatformGroup, thread?: string): PlatformPerson
  says(text: string): string
  /** Names the bot, as a client does. */
  mentions(text: string): string
  /** As this platform's people give commands: `/help`, or a slash command. */
  commands(name: string, argument?: string): string
  photo(bytes: Uint8Array, caption?: string): string
  album(pictures: readonly Uint8Array[], caption?: string): string[]
  replies(to: string, text: string): string
  edits(id: string, text: string): void
  deletes(id: string): void
  /** Without emoji: takes the reaction back. */
  reacts(id: string, ...emoji: string[]): void
  /** Presses a button that the message shows. */
  presses(id: string, label: string | RegExp): void
  /** Sends again what was sent, as a platform does that had no answer. */
  repeats(id: string): void
  /** Resolves with the bot's first message that reads so and was not heard before, or reads differently since. */
  hears(pattern: RegExp, options?: WaitOptions): Promise<ShownMessage>
  /** Everything in this chat as it reads now. */
  transcript(): readonly ShownMessage[]
}

/** A message as a reader sees it: rendered by the double's own reading of the platform's markup. */
export type ShownMessage = {
  readonly id: string
  readonly fromBot: boolean
  /** Without marks. */
  readonly text: string
  /** What is set off in it, in order. */
  readonly marks: readonly {
    readonly type: 'bold' | 'italic' | 'code' | 'block' | 'link' | 'mention' | 'preview'
    readonly text: string
  }[]
  /** The texts it had before, oldest first. */
  readonly earlier: readonly string[]
  readonly replyTo: string | undefined
  readonly buttons: readonly string[]
  readonly hasPicture: boolean
  readonly file: { readonly name: string; readonly bytes: Uint8Array } | undefined
  readonly atMs: number
}
