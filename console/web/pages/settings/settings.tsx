import { NativeSelect, Skeleton, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../texts/text.ts'
import { Section } from '../../ui/section.tsx'
import { Awaited, Empty } from '../../ui/state.tsx'
import { groupsOf, settingsAsked, SHOWN, type Shown } from './asked.ts'
import { useSettingNames } from './names.ts'
import { Setting } from './setting.tsx'
import type { Before } from './use-change.ts'

export function Settings() {
  const [search, setSearch] = useState('')
  const [shown, setShown] = useState<Shown>('all')
  /** Here and not with each of them: a search takes them off the page. */
  const [changed, setChanged] = useState<Readonly<Record<string, Before | undefined>>>({})
  const asked = useQuery(settingsAsked)
  const names = useSettingNames()
  const nameOf = (key: string) => names?.[key] ?? ''
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" role="search">
        <TextInput
          type="search"
          label={text('settings.search')}
          value={search}
          onChange={({ currentTarget: { value } }) => setSearch(value)}
          maxLength={100}
        />
        <NativeSelect
          label={text('settings.show')}
          value={shown}
          data={SHOWN.map((value) => ({ value, label: text(`settings.show.${value}`) }))}
          onChange={({ currentTarget: { value } }) => setShown(value as Shown)}
        />
      </SimpleGrid>
      {asked.error === null && (asked.data === undefined || names === undefined) ? (
        <Skeleton h={600} />
      ) : (
        <Awaited asked={asked}>
          {({ settings }) => {
            const groups = groupsOf(settings, { shown, search, nameOf })
            if (groups.length === 0) return <Empty title={text('settings.none')}>{text('settings.noneAbout')}</Empty>
            return groups.map(([group, of]) => (
              <Section key={group} title={group}>
                {of.map((setting) => (
                  <Setting
                    key={setting.key}
                    setting={setting}
                    name={nameOf(setting.key)}
                    before={changed[setting.key]}
                    onBefore={(before) => setChanged({ ...changed, [setting.key]: before })}
                  />
                ))}
              </Section>
            ))
          }}
        </Awaited>
      )}
    </Stack>
  )
}
