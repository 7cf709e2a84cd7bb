import { randomBytes } from 'node:crypto'
import {
  type APIUser,
  ApplicationIntegrationType,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  GatewayDispatchEvents,
  InteractionContextType,
  InteractionType,
} from 'discord-api-types/v10'
import type { Interaction } from './interaction-state.ts'
import type { PersonDeps } from './person.ts'
import type { Channel, Said } from './platform-state.ts'
import { channelObject, memberObject, messageObject, PERMISSIONS } from './wire.ts'

type Actor = { readonly user: APIUser; readonly channel: Channel; readonly locale: string }
type Command = Readonly<Record<string, unknown>>
type Begun = { readonly command?: string; readonly about?: Said }

const ATTACHMENT_BYTES_MAX = 10 << 20

/** Makes the interactions of a person in a channel. https://discord.com/developers/docs/interactions/receiving-and-responding */
export class InteractionMaker {
  readonly #deps: PersonDeps
  readonly #actor: Actor

  constructor(deps: PersonDeps, actor: Actor) {
    this.#deps = deps
    this.#actor = actor
  }

  /** A slash command; its argument goes into the command's first option. */
  command(command: Command, argument?: string): Interaction {
    const { id, name } = command
    const [option] = (command.options ?? []) as { name: string; required?: boolean }[]
    if (argument === undefined && option?.required === true) throw new Error(`/${name as string} needs ${option.name}`)
    if (argument !== undefined && !option) throw new Error(`/${name as string} takes no argument`)
    const value = { type: ApplicationCommandOptionType.String, value: argument }
    const options = option && argument !== undefined ? { options: [{ name: option.name, ...value }] } : {}
    const data = { id, name, type: ApplicationCommandType.ChatInput, ...options }
    return this.#begin(InteractionType.ApplicationCommand, data, { command: name as string })
  }

  /** A command from a message's menu, with the message. */
  messageCommand(command: Command, about: Said): Interaction {
    const { id, name } = command
    const messages = { [about.id]: messageObject(this.#deps.state, about, this.#deps.signedUrl) }
    const data = { id, name, type: ApplicationCommandType.Message, target_id: about.id, resolved: { messages } }
    return this.#begin(InteractionType.ApplicationCommand, data, { command: name as string, about })
  }

  press(about: Said, customId: string): Interaction {
    const data = { custom_id: customId, component_type: ComponentType.Button, id: 1 }
    return this.#begin(InteractionType.MessageComponent, data, { about })
  }

  #begin(type: InteractionType, data: object, begun: Begun): Interaction {
    const { state, tell } = this.#deps
    const { user, channel } = this.#actor
    const id = state.unique()
    const token = randomBytes(48).toString('base64url')
    const common = { id, token, type, user, channel, createdAtMs: state.now() }
    const interaction: Interaction = { ...common, ...begun, isAcknowledged: false, original: undefined }
    state.interactions.set(id, interaction)
    const payload = { ...this.#payload(), id, token, type, data, ...this.#pressed(type, begun) }
    const guildId = channel.guild?.id
    tell({ t: GatewayDispatchEvents.InteractionCreate, d: () => payload, intents: 0, guildId })
    return interaction
  }

  #pressed(type: InteractionType, { about }: Begun): object {
    if (type !== InteractionType.MessageComponent || !about) return {}
    return { message: messageObject(this.#deps.state, about, this.#deps.signedUrl) }
  }

  #payload(): object {
    const { user, channel, locale } = this.#actor
    const { guild } = channel
    const owner = guild ? guild.id : '0'
    const where = guild
      ? {
          guild_id: guild.id,
          guild: { id: guild.id, locale: 'en-US', features: [] },
          guild_locale: 'en-US',
          member: { ...memberObject(guild, user), permissions: PERMISSIONS },
          context: InteractionContextType.Guild,
        }
      : { user, context: InteractionContextType.BotDM }
    return {
      ...where,
      application_id: this.#deps.state.bot.id,
      channel_id: channel.id,
      channel: channelObject(channel),
      version: 1,
      locale,
      app_permissions: PERMISSIONS,
      entitlements: [],
      authorizing_integration_owners: { [ApplicationIntegrationType.GuildInstall]: owner },
      attachment_size_limit: ATTACHMENT_BYTES_MAX,
    }
  }
}
