import type { ChannelForm, ChannelsForm } from '../../../api/forms/channels.ts'
import { read } from '../../api.ts'
import { LOOK_AGAIN_MS } from '../../ui/look-again.ts'

export const channelsAsked = {
  queryKey: ['channels'],
  queryFn: ({ signal }: { signal: AbortSignal }) => read<ChannelsForm>('/api/channels', {}, signal),
  refetchInterval: LOOK_AGAIN_MS.still,
}

export const channelAsked = (name: string) => ({
  queryKey: ['channel', name],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    read<ChannelForm>(`/api/channels/${encodeURIComponent(name)}`, {}, signal),
  refetchInterval: ({ state: { data } }: { state: { data: ChannelForm | undefined } }) =>
    data !== undefined && data.state !== 'off' && data.lastInAtMs === undefined
      ? LOOK_AGAIN_MS.awaited
      : LOOK_AGAIN_MS.still,
})
