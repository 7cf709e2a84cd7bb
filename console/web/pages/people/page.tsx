import { NativeSelect, Paper, Stack, Text, TextInput, SimpleGrid } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PersonRow } from '../../../api/forms/people.ts'
import { plural, text } from '../../texts/text.ts'
import { PageHead } from '../../ui/head.tsx'
import { LOOK_AGAIN_MS } from '../../ui/look-again.ts'
import { More, useRows } from '../../ui/more.tsx'
import { Awaited, Empty } from '../../ui/state.tsx'
import { When } from '../../ui/when.tsx'
import { accessAsked } from './access.ts'
import { ById } from './by-id.tsx'
import { PersonName, Standings } from './person-name.tsx'
import { PLATFORM_NAMES } from '../../ui/platforms.ts'
import { Waiting } from './waiting.tsx'

const TYPING_MS = 250

type Filters = { readonly search: string; readonly platform: string; readonly standing: string }

const NO_FILTERS: Filters = { search: '', platform: '', standing: '' }

/** Everybody who writes, with the codes that wait on top. */
export function Page() {
  const [filters, setFilters] = useState(NO_FILTERS)
  const people = usePeople(filters)
  const access = useQuery({ ...accessAsked, refetchInterval: LOOK_AGAIN_MS.still })
  return (
    <>
      <PageHead title={text('nav.people')} description={text('people.about')} />
      <Awaited asked={access}>
        {({ codes, blockedOthers }) => (
          <Stack gap="lg">
            <Waiting codes={codes} />
            <FilterBar filters={filters} set={(changed) => setFilters((before) => ({ ...before, ...changed }))} />
            <PeopleFound {...people} />
            <ById others={blockedOthers} />
          </Stack>
        )}
      </Awaited>
    </>
  )
}

type FilterBarProps = { readonly filters: Filters; readonly set: (changed: Partial<Filters>) => void }

const FilterBar = ({ filters: { search, platform, standing }, set }: FilterBarProps) => (
  <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
    <TextInput
      type="search"
      label={text('people.search')}
      placeholder={text('people.searchHint')}
      value={search}
      maxLength={128}
      onChange={(event) => set({ search: event.currentTarget.value })}
    />
    <NativeSelect
      label={text('people.platform')}
      value={platform}
      onChange={(event) => set({ platform: event.currentTarget.value })}
      data={[
        { value: '', label: text('people.all') },
        ...Object.entries(PLATFORM_NAMES).map(([value, label]) => ({ value, label })),
      ]}
    />
    <NativeSelect
      label={text('people.access')}
      value={standing}
      onChange={(event) => set({ standing: event.currentTarget.value })}
      data={[
        { value: '', label: text('people.all') },
        { value: 'waiting', label: text('people.waiting') },
        { value: 'blocked', label: text('people.blocked') },
      ]}
    />
  </SimpleGrid>
)

function usePeople({ search, platform, standing }: Filters) {
  const [typed] = useDebouncedValue(search.trim(), TYPING_MS)
  const rows = useRows<PersonRow>({
    key: ['people'],
    path: '/api/people',
    query: { search: typed || undefined, platform: platform || undefined, access: standing || undefined },
  })
  return { rows, isFiltered: typed !== '' || platform !== '' || standing !== '' }
}

const PeopleFound = ({ rows, isFiltered }: ReturnType<typeof usePeople>) => (
  <Awaited asked={rows}>
    {(found) =>
      found.length === 0 ? (
        <Empty title={text('people.none')}>{text(isFiltered ? 'people.noneFound' : 'people.noneYet')}</Empty>
      ) : (
        <div>
          <Stack component="ul" gap="xs" className="list" aria-label={text('people.list')}>
            {found.map((person) => (
              <PersonItem key={person.id} person={person} />
            ))}
          </Stack>
          <More list={rows} />
        </div>
      )
    }
  </Awaited>
)

function PersonItem({ person: { id, atMs, identities } }: { person: PersonRow }) {
  const [first, ...others] = identities
  return (
    <Paper component="li" p="sm">
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="xs" verticalSpacing={4} style={{ alignItems: 'center' }}>
        <div>
          <PersonName id={id} name={first?.name ?? ''} />
          <Text size="xs" c="dimmed" className="wrapped">
            <bdi>{first?.id}</bdi>
            {others.length === 0 ? '' : ` · ${plural('people.moreIds', others.length)}`}
          </Text>
        </div>
        <Standings identities={identities} />
        <Text size="sm" c="dimmed">
          {text('people.active')} <When ms={atMs} />
        </Text>
      </SimpleGrid>
    </Paper>
  )
}
