import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core'
import { hazards } from '../../texts/en/hazards.ts'
import type { TextKey } from '../../texts/en.ts'
import { text } from '../../texts/text.ts'
import { hazardName } from '../../ui/hazard.ts'

export type Filter = {
  readonly decided: 'no' | 'yes' | 'all'
  readonly hazard?: string
  readonly direction?: string
  readonly channel?: string
  /** A day, where the operator is. */
  readonly since?: string
}

/** As `/api/guard/blocks` takes them. */
export function queryOf({ since, ...filter }: Filter) {
  const sinceMs = since === undefined ? Number.NaN : new Date(`${since}T00:00`).getTime()
  return { ...filter, ...(!Number.isNaN(sinceMs) && { sinceMs }) }
}

const PLATFORMS = [
  ...(['telegram', 'discord', 'whatsapp', 'messenger', 'instagram', 'whatsapp-cloud', 'web'] as const),
  'terminal',
] as const

const any = () => ({ value: '', label: text('conversations.any') })

export function Filters({ filter, change }: { filter: Filter; change: (filter: Filter) => void }) {
  const names = Object.keys(hazards).map((key) => key.slice('hazard.'.length))
  const selects = {
    hazard: [any(), ...names.map((value) => ({ value, label: hazardName(value) }))],
    direction: [
      any(),
      ...(['in', 'out'] as const).map((value) => ({ value, label: text(`guard.direction.${value}`) })),
    ],
    channel: [
      any(),
      ...PLATFORMS.map((value) => ({ value, label: text(`conversations.platform.${value}` as TextKey) })),
    ],
  }
  const without = (name: keyof Filter) => Object.fromEntries(Object.entries(filter).filter(([key]) => key !== name))
  const set = (name: keyof Filter, value: string) =>
    change({ decided: filter.decided, ...without(name), ...(value !== '' && { [name]: value }) })
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 5 }} spacing="sm" role="search" aria-label={text('guard.filter')}>
      <NativeSelect
        label={text('guard.filter.decided')}
        value={filter.decided}
        data={(['no', 'yes', 'all'] as const).map((value) => ({ value, label: text(`guard.filter.decided.${value}`) }))}
        onChange={({ currentTarget: { value } }) => set('decided', value)}
      />
      {(['hazard', 'direction', 'channel'] as const).map((name) => (
        <NativeSelect
          key={name}
          label={text(`guard.filter.${name}`)}
          value={filter[name] ?? ''}
          data={selects[name]}
          onChange={({ currentTarget: { value } }) => set(name, value)}
        />
      ))}
      <TextInput
        type="date"
        label={text('guard.filter.since')}
        value={filter.since ?? ''}
        onChange={({ currentTarget: { value } }) => set('since', value)}
      />
    </SimpleGrid>
  )
}
