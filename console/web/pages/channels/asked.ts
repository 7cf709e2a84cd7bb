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
    LOOK_AGAIN_MS[comesNext(name, { data, dataUpdatedAt })],
})

type Looked = {
  readonly data: Pick<ChannelForm, 'state' | 'lastInAtMs'> | undefined
  readonly dataUpdatedAt: number
}

/** What is looked for often, and for how long: then it waits for somebody, maybe for days. */
const OFTEN = {
  starting: { pace: 'soon', forMs: 20_000 },
  unwritten: { pace: 'awaited', forMs: 60_000 },
} as const
type Awaited = keyof typeof OFTEN

/** Since when each channel has been in what is awaited of it. */
const since = new Map<string, { readonly awaited: Awaited; readonly ms: number }>()

function comesNext(name: string, { data, dataUpdatedAt }: Looked): keyof typeof LOOK_AGAIN_MS {
  const awaited = awaitedOf(data)
  if (awaited === undefined) {
    since.delete(name)
    return 'still'
  }
  const { pace, forMs } = OFTEN[awaited]
  if (since.get(name)?.awaited !== awaited) since.set(name, { awaited, ms: dataUpdatedAt })
  return dataUpdatedAt - (since.get(name)?.ms ?? dataUpdatedAt) < forMs ? pace : 'watched'
}

function awaitedOf(of: Looked['data']): Awaited | undefined {
  if (of?.state === 'starting') return 'starting'
  return of === undefined || of.state === 'off' || of.lastInAtMs !== undefined ? undefined : 'unwritten'
}
