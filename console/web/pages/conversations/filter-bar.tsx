import { Button, Card, Group, NativeSelect, SimpleGrid, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useId, useState } from 'react'
import type { TextKey } from '../../texts/en.ts'
import { text } from '../../texts/text.ts'
import { isFiltered, type Filters } from './filters.ts'

const PLATFORMS = [
  'telegram',
  'discord',
  'whatsapp',
  'messenger',
  'instagram',
  'whatsapp-cloud',
  'web',
  'terminal',
] as const
const OUTCOMES = ['answered', 'blocked', 'apologised', 'commanded', 'noticed', 'limited', 'ignored', 'human'] as const
const KINDS = ['private', 'group'] as const
const TAKEN_OVER = ['yes'] as const

type Props = { readonly filters: Filters; readonly change: (changed: Filters) => void }

/** Asked for with the button, not with each letter: every search is in the audit. */
export function FilterBar({ filters, change }: Props) {
  const [typed, setTyped] = useState({ text: filters.text ?? '', person: filters.person ?? '' })
  const { channel, kind, outcome, takenOver, since, until } = filters
  const id = useId()
  // On a narrow window; on a wide one they are always there.
  const [isOpen, { toggle }] = useDisclosure(
    [channel, kind, outcome, takenOver, since, until].some((given) => given !== undefined),
  )
  const choices = [
    { name: 'channel', value: channel, options: optionsOf(PLATFORMS, 'platform', channel) },
    { name: 'kind', value: kind, options: optionsOf(KINDS, 'kind') },
    { name: 'outcome', value: outcome, options: optionsOf(OUTCOMES, 'outcome') },
    { name: 'takenOver', value: takenOver, options: optionsOf(TAKEN_OVER, 'takenOver') },
  ] as const
  const find = () => change({ text: typed.text.trim(), person: typed.person.trim(), open: '', turn: '' })
  return (
    <Card
      component="form"
      role="search"
      aria-label={text('conversations.search')}
      padding="md"
      mb="md"
      onSubmit={(event) => {
        event.preventDefault()
        find()
      }}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
        <TextInput
          label={text('conversations.text')}
          placeholder={text('conversations.text.hint')}
          maxLength={200}
          value={typed.text}
          onChange={({ currentTarget: { value } }) => setTyped((before) => ({ ...before, text: value }))}
        />
        <TextInput
          label={text('conversations.person')}
          placeholder={text('conversations.person.hint')}
          maxLength={128}
          value={typed.person}
          onChange={({ currentTarget: { value } }) => setTyped((before) => ({ ...before, person: value }))}
        />
      </SimpleGrid>
      <div className="conversations-further" data-open={isOpen} id={id}>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm" verticalSpacing="sm" mt="sm">
          {choices.map(({ name, value, options }) => (
            <NativeSelect
              key={name}
              label={text(`conversations.${name}`)}
              value={value ?? ''}
              data={options}
              onChange={(event) => change({ [name]: event.currentTarget.value, open: '', turn: '' })}
            />
          ))}
          {(['since', 'until'] as const).map((name) => (
            <TextInput
              key={name}
              type="date"
              label={text(`conversations.${name}`)}
              value={filters[name] ?? ''}
              onChange={(event) => change({ [name]: event.currentTarget.value })}
            />
          ))}
        </SimpleGrid>
      </div>
      <Group mt="sm" gap="xs">
        <Button type="submit" size="sm">
          {text('conversations.find')}
        </Button>
        <Button variant="default" size="sm" hiddenFrom="md" aria-expanded={isOpen} aria-controls={id} onClick={toggle}>
          {text('conversations.filters')}
        </Button>
        {isFiltered(filters) ? (
          <Button
            variant="default"
            size="sm"
            onClick={() => {
              setTyped({ text: '', person: '' })
              change({ text: '', person: '', channel: '', kind: '', outcome: '', takenOver: '', since: '', until: '' })
            }}
          >
            {text('conversations.clear')}
          </Button>
        ) : null}
      </Group>
    </Card>
  )
}

type OptionGroup = 'platform' | 'kind' | 'outcome' | 'takenOver'

/** `given` may be one bot of a platform, from a link. */
function optionsOf(values: readonly string[], group: OptionGroup, given = '') {
  const own = given === '' || values.includes(given) ? [] : [given]
  return [
    { value: '', label: text('conversations.any') },
    ...values.map((value) => ({ value, label: text(`conversations.${group}.${value}` as TextKey) })),
    ...own,
  ]
}
