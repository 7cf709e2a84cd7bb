import type { APIUser, InteractionType } from 'discord-api-types/v10'
import type { Channel, Said } from './platform-state.ts'

/** What a person did that the bot must answer within 3 s: a command or a press. */
export type Interaction = {
  readonly id: string
  readonly token: string
  readonly type: InteractionType
  readonly user: APIUser
  readonly channel: Channel
  readonly createdAtMs: number
  /** Of a command. */
  readonly command?: string
  /** The message that was pressed, or that the command is about. */
  readonly about?: Said
  /** The bot acknowledged it. */
  isAcknowledged: boolean
  /** `@original`. */
  original: Said | undefined
}
