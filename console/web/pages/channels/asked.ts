import type { ChannelForm, ChannelsForm } from '../../../api/forms/channels.ts'
import { read } from '../../api.ts'

/** Between two looks at states that change by themselves. */
const LOOK_MS = 10_000
/** While somebody waits for what comes next. */
const WAIT_MS = 2_000

export const channelsAsked = {
  queryKey: ['channels'],
  queryFn: ({ signal }: { signal: AbortSignal }) => read<ChannelsForm>('/api/channels', {}, signal),
  refetchInterval: LOOK_MS,
}

export const channelAsked = (name: string) => ({
  queryKey: ['channel', name],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    read<ChannelForm>(`/api/channels/${encodeURIComponent(name)}`, {}, signal),
  refetchInterval: ({ state: { data } }: { state: { data: ChannelForm | undefined } }) =>
    data !== undefined && data.state !== 'off' && data.lastInAtMs === undefined ? WAIT_MS : LOOK_MS,
})

/** Of a QR code or a pairing code, which lives for seconds. */
export const LINK_LOOK_MS = WAIT_MS
