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
  refetchInterval: ({ state: { data } }: { state: { data: Pick<ChannelForm, 'state' | 'lastInAtMs'> | undefined } }) =>
    LOOK_AGAIN_MS[comesNext(data)],
})

function comesNext(of: Pick<ChannelForm, 'state' | 'lastInAtMs'> | undefined): keyof typeof LOOK_AGAIN_MS {
  if (of?.state === 'starting') return 'soon'
  return of === undefined || of.state === 'off' || of.lastInAtMs !== undefined ? 'still' : 'awaited'
}
