import { InteractionResponseType as Response, InteractionType, MessageFlags, MessageType } from 'discord-api-types/v10'
import {
  alreadyAcknowledged,
  invalidForm,
  unknownInteraction,
  unknownMessage,
  unknownWebhook,
  webhookTokenExpired,
} from './api-error.ts'
import type { Interaction } from './interaction-state.ts'
import { messageForm } from './message-form.ts'
import { rewrite, says, shown, withdraw } from './messages.ts'
import type { Said } from './platform-state.ts'
import type { RestCall } from './rest-call.ts'

/** https://discord.com/developers/docs/interactions/receiving-and-responding */
export function answerInteraction(call: RestCall): object | undefined {
  const { state, params, interactionMs, input } = call
  const interaction = state.interactions.get(params.interaction ?? '')
  if (!interaction || interaction.token !== params.token) throw unknownInteraction()
  if (interaction.isAcknowledged) throw alreadyAcknowledged()
  if (state.now() - interaction.createdAtMs > interactionMs) throw unknownInteraction()
  const { type, data = {} } = input.body as { type?: number; data?: Record<string, unknown> }
  respond({ ...call, input: { ...input, body: data } }, interaction, type)
  interaction.isAcknowledged = true
  state.changed(interaction.channel)
  if (input.query.get('with_response') !== 'true') return undefined
  const { id, original } = interaction
  const message = original ? { message: shown(call, original) } : {}
  return { interaction: { id, type: interaction.type }, resource: { type, ...message } }
}

function respond(call: RestCall, interaction: Interaction, type: number | undefined): void {
  const isPress = interaction.type === InteractionType.MessageComponent
  if (type === Response.ChannelMessageWithSource) {
    interaction.original = answers(call, interaction)
  } else if (type === Response.DeferredChannelMessageWithSource) {
    const flags = Number(call.input.body.flags ?? 0) | MessageFlags.Loading
    interaction.original = answers(call, interaction, { flags })
  } else if (isPress && type === Response.DeferredMessageUpdate) {
    interaction.original = interaction.about
  } else if (isPress && type === Response.UpdateMessage) {
    interaction.original = interaction.about
    if (interaction.about) rewrite(call, interaction.about)
  } else {
    throw invalidForm('type', 'BASE_TYPE_CHOICES', 'This response is unknown to this double, or not for this kind.')
  }
}

/** A message that answers an interaction; a `deferred` one shows that the bot is thinking. */
function answers(call: RestCall, interaction: Interaction, deferred?: { flags: number }): Said {
  const { channel, user } = interaction
  const form = deferred
    ? { content: '', files: [], components: [], pinged: new Set<string>(), ...deferred }
    : messageForm(call.state, call.input, { channel })
  const onlyFor = (form.flags & MessageFlags.Ephemeral) === 0 ? undefined : user.id
  const isAboutMessage = interaction.about !== undefined
  const type = isAboutMessage ? MessageType.ContextMenuCommand : MessageType.ChatInputCommand
  return says(call, channel, { ...form, interaction, onlyFor, type })
}

export function getOriginal(call: RestCall): object {
  return shown(call, followed(call))
}

export function editOriginal(call: RestCall): object {
  const said = followed(call)
  rewrite(call, said)
  return shown(call, said)
}

export function deleteOriginal(call: RestCall): void {
  withdraw(call, followed(call))
}

/** After a deferral the first of these takes the place of the waiting message. */
export function followUp(call: RestCall): object {
  const interaction = interactionOf(call)
  const { original } = interaction
  const isWaiting = original !== undefined && (original.flags & MessageFlags.Loading) !== 0
  if (isWaiting) rewrite(call, original)
  return shown(call, isWaiting ? original : answers(call, interaction))
}

/** `@original`, or a follow-up by its id. */
function followed(call: RestCall): Said {
  const interaction = interactionOf(call)
  const { message = '' } = call.params
  const said = message === '@original' ? interaction.original : interaction.channel.messages.get(message)
  if (!said || said.isDeleted) throw unknownMessage()
  if (said !== interaction.original && said.interaction !== interaction) throw unknownMessage()
  return said
}

/** A token is good for 15 minutes, once its interaction was acknowledged. */
function interactionOf({ state, params, interactionTokenMs }: RestCall): Interaction {
  const interaction = [...state.interactions.values()].find(({ token }) => token === params.token)
  if (!interaction || !interaction.isAcknowledged || params.webhook !== state.bot.id) throw unknownWebhook()
  if (state.now() - interaction.createdAtMs > interactionTokenMs) throw webhookTokenExpired()
  return interaction
}
