import { ApplicationCommandType } from 'discord-api-types/v10'
import type { PlannedFault } from '../faults.ts'
import { ApiError, invalidForm } from './api-error.ts'
import type { Bucket } from './buckets.ts'
import { threadCreated } from './events.ts'
import { answerInteraction, deleteOriginal, editOriginal, followUp, getOriginal } from './interactions.ts'
import {
  addReaction,
  createMessage,
  deleteMessage,
  editMessage,
  getMessage,
  listMessages,
  removeReaction,
} from './messages.ts'
import { channelOf, messageOf, type RestCall } from './rest-call.ts'
import { textField } from './rest-input.ts'
import { channelObject } from './wire.ts'

export type Route = {
  readonly method: string
  readonly path: string
  /** What a fault calls it. */
  readonly op?: PlannedFault['op']
  readonly bucket: Bucket
  /** Its path has a token of its own. */
  readonly isOpen?: true
  /** Nothing as a result is a bare 204. */
  readonly act: (call: RestCall) => unknown
}

const MESSAGE = '/channels/:channel/messages/:message'
const REACTION = `${MESSAGE}/reactions/:emoji/@me`
const WEBHOOK = '/webhooks/:webhook/:token'
const COMMANDS = '/applications/:application/commands'

const bucket = (name: string, limit: number, perMs?: number): Bucket => ({ name, limit, ...(perMs ? { perMs } : {}) })
const READS = bucket('read', 50)
const FOLLOW_UPS = bucket('webhook', 5)
const REACTIONS = bucket('reactions', 1, 250)

/** What of Discord's API the double knows, version 10. */
export const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/gateway', bucket: READS, act: ({ gatewayUrl }) => ({ url: gatewayUrl() }) },
  { method: 'GET', path: '/gateway/bot', bucket: READS, act: gatewayBot },
  { method: 'GET', path: '/users/@me', bucket: READS, act: ({ state }) => state.bot },
  { method: 'POST', path: '/users/@me/channels', bucket: bucket('private', 10), act: privateChannel },
  { method: 'GET', path: '/users/:user', bucket: READS, act: user },
  { method: 'GET', path: '/oauth2/applications/@me', bucket: READS, act: application },
  { method: 'GET', path: '/applications/@me', bucket: READS, act: application },
  { method: 'GET', path: COMMANDS, bucket: READS, act: ({ state }) => state.commands },
  { method: 'PUT', path: COMMANDS, bucket: bucket('commands', 5), act: setCommands },
  { method: 'GET', path: '/channels/:channel', bucket: READS, act: (call) => channelObject(channelOf(call)) },
  { method: 'GET', path: '/channels/:channel/messages', bucket: bucket('list', 5), act: listMessages },
  { method: 'POST', path: '/channels/:channel/messages', op: 'send', bucket: bucket('send', 5), act: createMessage },
  { method: 'GET', path: MESSAGE, bucket: READS, act: getMessage },
  { method: 'PATCH', path: MESSAGE, op: 'edit', bucket: bucket('edit', 5), act: editMessage },
  { method: 'DELETE', path: MESSAGE, bucket: bucket('delete', 5), act: deleteMessage },
  { method: 'PUT', path: REACTION, bucket: REACTIONS, act: addReaction },
  { method: 'DELETE', path: REACTION, bucket: REACTIONS, act: removeReaction },
  { method: 'POST', path: '/channels/:channel/typing', op: 'typing', bucket: bucket('typing', 5), act: types },
  { method: 'POST', path: '/channels/:channel/threads', bucket: bucket('thread', 5), act: startThread },
  { method: 'POST', path: `${MESSAGE}/threads`, bucket: bucket('thread', 5), act: startThread },
  {
    method: 'POST',
    path: '/interactions/:interaction/:token/callback',
    bucket: bucket('callback', 50),
    isOpen: true,
    act: answerInteraction,
  },
  { method: 'POST', path: WEBHOOK, op: 'send', bucket: FOLLOW_UPS, isOpen: true, act: followUp },
  { method: 'GET', path: `${WEBHOOK}/messages/:message`, bucket: FOLLOW_UPS, isOpen: true, act: getOriginal },
  {
    method: 'PATCH',
    path: `${WEBHOOK}/messages/:message`,
    op: 'edit',
    bucket: FOLLOW_UPS,
    isOpen: true,
    act: editOriginal,
  },
  { method: 'DELETE', path: `${WEBHOOK}/messages/:message`, bucket: FOLLOW_UPS, isOpen: true, act: deleteOriginal },
]

/** https://discord.com/developers/docs/events/gateway#get-gateway-bot */
function gatewayBot({ gatewayUrl, shards }: RestCall) {
  const session_start_limit = { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 }
  return { url: gatewayUrl(), shards, session_start_limit }
}

function application({ state, flags }: RestCall) {
  const { id, username: name } = state.bot
  const common = { icon: null, description: '', rpc_origins: [], verify_key: '', team: null }
  return { id, name, ...common, bot_public: true, bot_require_code_grant: false, flags: flags(), bot: state.bot }
}

function user({ state, params }: RestCall) {
  const found = state.users.get(params.user ?? '')
  if (!found) throw new ApiError(404, 10_013, 'Unknown User')
  return found
}

function privateChannel({ state, input }: RestCall) {
  const channel = [...state.channels.values()].find(({ recipient }) => recipient?.id === input.body.recipient_id)
  if (!channel) throw invalidForm('recipient_id', 'USER_UNKNOWN', 'Unknown User')
  return channelObject(channel)
}

const COMMAND_NAME = /^[-_\p{L}\p{N}]{1,32}$/u

function setCommands({ state, input }: RestCall) {
  for (const { name, type = ApplicationCommandType.ChatInput, description } of input.list) {
    if (type !== ApplicationCommandType.ChatInput) continue
    const isNamed = typeof name === 'string' && COMMAND_NAME.test(name) && name === name.toLowerCase()
    if (!isNamed) throw invalidForm('name', 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')
    if (typeof description !== 'string' || description.length < 1 || description.length > 100) {
      throw invalidForm('description', 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.')
    }
  }
  state.commands = input.list.map((command) => ({
    ...{ id: state.unique(), application_id: state.bot.id, type: ApplicationCommandType.ChatInput, ...command },
    ...{ version: state.unique(), default_member_permissions: null, nsfw: false },
  }))
  state.changed()
  return state.commands
}

function types(call: RestCall): void {
  channelOf(call)
}

/** A thread below a message has the message's id. */
function startThread(call: RestCall) {
  const parent = channelOf(call)
  const { guild } = parent
  if (!guild || parent.parent)
    throw invalidForm('channel', 'CHANNEL_TYPE_INVALID', 'Threads are in channels of servers')
  const id = call.params.message === undefined ? undefined : messageOf(call).id
  if (id !== undefined && call.state.channels.has(id)) {
    throw new ApiError(400, 160_004, 'A thread has already been created for this message')
  }
  const name = textField(call.input.body.name) ?? ''
  const thread = call.state.addChannel(name, { guild, parent, ownerId: call.state.bot.id }, id)
  call.tell(threadCreated(thread))
  return channelObject(thread)
}
