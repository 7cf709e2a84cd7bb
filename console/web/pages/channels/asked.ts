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
  refetchInterval: ({ state: { data, dataUpdatedAt } }: { state: Looked }) =>
    LOOK_AGAIN_MS[comesNext(data, startingMs(name, { data, dataUpdatedAt }))],
})

type Looked = {
  readonly data: Pick<ChannelForm, 'state' | 'lastInAtMs'> | undefined
  readonly dataUpdatedAt: number
}

/** Longer, it waits for somebody: WhatsApp for a phone, maybe for days. */
const BEGINS_MS_MAX = 20_000
const startingSince = new Map<string, number>()

function startingMs(name: string, { data, dataUpdatedAt }: Looked): number {
  if (data?.state !== 'starting') startingSince.delete(name)
  else if (!startingSince.has(name)) startingSince.set(name, dataUpdatedAt)
  return dataUpdatedAt - (startingSince.get(name) ?? dataUpdatedAt)
}

function comesNext(of: Looked['data'], startingForMs: number): keyof typeof LOOK_AGAIN_MS {
  if (of?.state === 'starting') return startingForMs < BEGINS_MS_MAX ? 'soon' : 'watched'
  return of === undefined || of.state === 'off' || of.lastInAtMs !== undefined ? 'still' : 'awaited'
}
