import type { ConversationId } from '#core/contract/ids.ts'
import { changeChannel, channelOf, reconnect, switchChannel } from '../channels/channel.ts'
import { groupDefault, listGroups, setGroupDefault, setGroupMode } from '../channels/groups.ts'
import { linkOf, requireLinked } from '../channels/link.ts'
import { channelStates } from '../channels/state.ts'
import { requireSession } from '../checks.ts'
import * as forms from '../forms/channels.ts'
import { nothing, takesNothing } from '../forms/page.ts'
import { route } from '../route.ts'
import type { Session } from '../sessions.ts'

const ofChannel = { needs: 'operator', shows: 'numbers', params: forms.channelParams, query: nothing } as const
const audited = (action: string) => ({
  action,
  target: ({ params: { channel } }: { params: { channel: string } }) => channel,
})
const byOf = (session: Session | undefined) => requireSession(session).account.id

const channels = [
  route({
    ...takesNothing,
    method: 'GET',
    path: '/api/channels',
    needs: 'viewer',
    shows: 'numbers',
    answer: forms.channelsForm,
    handle: async (_asked, { service }) => ({ channels: [...channelStates(service.channelSetUp)] }),
  }),
  route({
    ...takesNothing,
    method: 'GET',
    path: '/api/channels/capabilities',
    needs: 'viewer',
    shows: 'numbers',
    answer: forms.allCapabilitiesForm,
    handle: async (_asked, { service }) => ({ channels: [...(await service.channelSetUp.capabilities())] }),
  }),
  route({
    ...ofChannel,
    method: 'GET',
    path: '/api/channels/:channel',
    body: nothing,
    answer: forms.channelForm,
    handle: ({ params }, deps) => channelOf(params.channel, deps),
  }),
  route({
    ...ofChannel,
    method: 'POST',
    path: '/api/channels/:channel/check',
    audit: audited('channel.check'),
    body: forms.checkBody,
    answer: forms.checkForm,
    handle: ({ params, body: { values }, signal }, { channelChecks }, session) =>
      channelChecks.of(params.channel, { values, account: byOf(session), signal }),
  }),
  route({
    ...ofChannel,
    method: 'PUT',
    path: '/api/channels/:channel',
    stepUp: true,
    audit: audited('channel.change'),
    body: forms.channelBody,
    answer: forms.channelForm,
    handle: ({ params, body: { changes }, checkAgain }, deps, session) =>
      changeChannel(params.channel, changes, { deps, by: byOf(session), checkAgain }),
  }),
  ...(['on', 'off'] as const).map((way) =>
    route({
      ...ofChannel,
      method: 'POST',
      path: `/api/channels/:channel/${way}`,
      stepUp: true,
      audit: audited(`channel.${way}`),
      body: nothing,
      answer: forms.channelForm,
      handle: ({ params, checkAgain }, deps, session) =>
        switchChannel(params.channel, way === 'on', { deps, by: byOf(session), checkAgain }),
    }),
  ),
  route({
    ...ofChannel,
    method: 'POST',
    path: '/api/channels/:channel/reconnect',
    audit: audited('channel.reconnect'),
    // Platforms refuse whoever comes again and again.
    limited: true,
    body: nothing,
    answer: forms.channelForm,
    handle: ({ params }, deps) => reconnect(params.channel, deps),
  }),
]

const ofLink = { needs: 'operator', stepUp: true, shows: 'numbers', ...takesNothing } as const

const link = [
  route({
    ...ofLink,
    method: 'GET',
    path: '/api/whatsapp/link',
    answer: forms.linkForm,
    handle: async (_asked, { service }) => linkOf(service.channelSetUp.whatsApp),
  }),
  route({
    ...ofLink,
    method: 'POST',
    path: '/api/whatsapp/link',
    audit: { action: 'whatsapp.link' },
    body: forms.linkBody,
    answer: forms.linkForm,
    async handle({ body: { phoneNumber } }, { service: { channelSetUp } }) {
      requireLinked(await channelSetUp.whatsApp.link({ phoneNumber }))
      return linkOf(channelSetUp.whatsApp)
    },
  }),
  route({
    ...ofLink,
    method: 'POST',
    path: '/api/whatsapp/unlink',
    audit: { action: 'whatsapp.unlink' },
    answer: forms.linkForm,
    async handle(_asked, { service: { channelSetUp } }) {
      requireLinked(await channelSetUp.whatsApp.unlink())
      return linkOf(channelSetUp.whatsApp)
    },
  }),
]

/** Titles of groups are what people wrote. */
const ofGroups = { needs: 'operator', shows: 'content', ...takesNothing } as const

const groups = [
  route({
    ...ofGroups,
    method: 'GET',
    path: '/api/groups',
    audit: { action: 'groups.list' },
    query: forms.groupsQuery,
    answer: forms.groupsPage,
    handle: ({ query }, { pool }) => listGroups(pool, query),
  }),
  route({
    ...ofGroups,
    method: 'PUT',
    path: '/api/groups/mode',
    audit: { action: 'group.mode', target: ({ body: { mode } }) => mode ?? 'default' },
    body: forms.groupBody,
    answer: forms.groupForm,
    handle: ({ body: { group, ...change } }, deps) => setGroupMode({ group: group as ConversationId, ...change }, deps),
  }),
  route({
    ...ofGroups,
    method: 'GET',
    path: '/api/groups/default',
    shows: 'numbers',
    answer: forms.groupDefaultForm,
    handle: (_asked, { service }) => groupDefault({ service }),
  }),
  route({
    ...ofGroups,
    method: 'PUT',
    path: '/api/groups/default',
    shows: 'numbers',
    audit: { action: 'group.default', target: ({ body: { mode } }) => mode },
    body: forms.groupDefaultBody,
    answer: forms.groupDefaultForm,
    handle: ({ body, checkAgain }, { service }, session) =>
      setGroupDefault(body, { service, by: byOf(session), checkAgain }),
  }),
]

export const channelRoutes = [...channels, ...link, ...groups]
