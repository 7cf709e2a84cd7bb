import './settings.css'
import { NativeSelect, Skeleton, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { SettingForm } from '../../../api/forms/settings.ts'
import { text } from '../../texts/text.ts'
import { Section } from '../../ui/section.tsx'
import { Awaited, Empty } from '../../ui/state.tsx'
import { groupsOf, settingsAsked, SHOWN, type Shown } from './asked.ts'
import { Bar } from './bar.tsx'
import { useSettingNames, type SettingNames } from './names.ts'
import { Sections } from './sections.tsx'
import { Setting } from './setting.tsx'
import { useDrafts } from './use-drafts.ts'
import { among, useView } from './view.ts'
import { Waiting } from './waiting.tsx'

export function Settings() {
  const asked = useQuery(settingsAsked)
  const names = useSettingNames()
  if (asked.error === null && (asked.data === undefined || names === undefined)) return <Skeleton h={900} />
  return <Awaited asked={asked}>{({ settings }) => <Found settings={settings} names={names ?? NO_NAMES} />}</Awaited>
}

const NO_NAMES: SettingNames = { of: () => '', ofSection: (section) => section }

type Props = { readonly settings: readonly SettingForm[]; readonly names: SettingNames }

function Found({ settings, names }: Props) {
  const { view, change } = useView()
  const unsaved = useDrafts(settings)
  const focus = useFocus()
  const { section } = view
  // Kept here, too: the address follows a moment later, and letters typed meanwhile would be lost.
  const [search, setSearch] = useState(view.search ?? '')
  // What was saved a moment ago stays in sight.
  const isUnsaved = (key: string) => Object.hasOwn(unsaved.drafts, key) || unsaved.saved?.keys.includes(key) === true
  const chosen = among(SHOWN, view.show)
  const shown = chosen === 'unsaved' && !settings.some(({ key }) => isUnsaved(key)) ? 'all' : chosen
  const groups = groupsOf(settings, { shown, search, nameOf: names.of, isUnsaved })
  const inSection = groups.filter(([group]) => section === undefined || group === section)
  const showOnly = (which: 'unsaved' | 'waiting') => {
    setSearch('')
    change({ section: undefined, search: undefined, show: which })
  }
  /** Whatever is searched for: this one is to be seen. */
  const show = (key: string) => {
    if (!inSection.some(([, of]) => of.some((one) => one.key === key))) showOnly('unsaved')
    focus(key)
  }
  const open = (key: string) => {
    const setting = settings.find((one) => one.key === key)
    if (setting === undefined) return
    unsaved.open(setting)
    show(key)
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (unsaved.canSave && !unsaved.saving.isPending) unsaved.saving.mutate()
      }}
    >
      <Stack gap="lg">
        <Waiting settings={settings} onShow={() => showOnly('waiting')} />
        <Filters
          search={search}
          shown={shown}
          onSearch={(words) => {
            setSearch(words)
            change({ search: words })
          }}
          onShow={(which) => change({ show: which === 'all' ? undefined : which })}
        />
        <div className="settings">
          <Sections
            counts={groups.map(([group, of]) => [group, of.length])}
            nameOf={names.ofSection}
            chosen={section}
            onChoose={(to) => change({ section: to })}
          />
          <Stack gap="lg" miw={0}>
            {inSection.length === 0 ? <Empty title={text('settings.none')}>{text('settings.noneAbout')}</Empty> : null}
            {inSection.map(([group, of]) => (
              <Section key={group} title={names.ofSection(group)}>
                {of.map((setting) => (
                  <Setting
                    key={setting.key}
                    setting={setting}
                    name={names.of(setting.key)}
                    unsaved={unsaved}
                    onOpen={open}
                  />
                ))}
              </Section>
            ))}
            <Bar unsaved={unsaved} onShow={show} />
          </Stack>
        </div>
      </Stack>
    </form>
  )
}

type FiltersProps = {
  readonly search: string
  readonly shown: Shown
  readonly onSearch: (search: string) => void
  readonly onShow: (shown: Shown) => void
}

const Filters = ({ search, shown, onSearch, onShow }: FiltersProps) => (
  <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" role="search">
    <TextInput
      type="search"
      label={text('settings.search')}
      value={search}
      onChange={({ currentTarget: { value } }) => onSearch(value)}
      maxLength={100}
    />
    <NativeSelect
      label={text('settings.show')}
      value={shown}
      data={SHOWN.map((value) => ({ value, label: text(`settings.show.${value}`) }))}
      onChange={({ currentTarget: { value } }) => onShow(among(SHOWN, value))}
    />
  </SimpleGrid>
)

/** Gives the focus to a setting's field, as soon as it is there. */
function useFocus(): (key: string) => void {
  const wanted = useRef<string>(undefined)
  const look = () => {
    const field = document.querySelector<HTMLElement>(`[id="setting-${wanted.current ?? ''}"]`)
    if (field === null) return
    field.focus()
    wanted.current = undefined
  }
  useEffect(look)
  return (key) => {
    wanted.current = key
    look()
  }
}
