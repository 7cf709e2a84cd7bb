import { Alert, Anchor, Button, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AboutServiceForm } from '../../../api/forms/settings.ts'
import { read } from '../../api.ts'
import { numberOf } from '../../texts/format.ts'
import { text } from '../../texts/text.ts'
import { Said } from '../../ui/bidi.tsx'
import { Section } from '../../ui/section.tsx'
import { Awaited } from '../../ui/state.tsx'
import { Wide } from '../../ui/wide.tsx'

/** Versions, and the licences under which all of it comes. */
export function About() {
  const asked = useQuery({
    queryKey: ['about'],
    queryFn: ({ signal }) => read<AboutServiceForm>('/api/about', {}, signal),
  })
  if (asked.data === undefined && asked.error === null) return <Skeleton h={800} />
  return (
    <Awaited asked={asked}>
      {({ versions, model, notice, packages }) => (
        <Stack gap="lg">
          <Section title={text('about.model')}>
            <Model model={model} />
          </Section>
          <Section title={text('about.versions')}>
            <Table>
              <Table.Tbody>
                {versions.map(({ name, version }) => (
                  <Table.Tr key={name}>
                    <Table.Th scope="row">{name}</Table.Th>
                    <Table.Td>
                      <bdi>{version}</bdi>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Section>
          <Section title={text('about.notice')}>
            <Said size="sm" isWhole>
              {notice}
            </Said>
          </Section>
          <Section title={text('about.packages')} description={text('about.packagesAbout')}>
            <Packages packages={packages} />
          </Section>
        </Stack>
      )}
    </Awaited>
  )
}

function Model({ model: { title, name, licence, licenceUrl, notice } }: { model: AboutServiceForm['model'] }) {
  return (
    <>
      <div>
        <Text fw={650}>
          <bdi>{title}</bdi>
        </Text>
        {title === name ? null : (
          <Text size="sm" c="dimmed">
            <bdi>{name}</bdi>
          </Text>
        )}
      </div>
      <Text size="sm">
        {text('about.licence')}:{' '}
        {licenceUrl === undefined ? (
          (licence ?? text('about.unknownLicence'))
        ) : (
          <Anchor href={licenceUrl} target="_blank" rel="noreferrer">
            {licence}
          </Anchor>
        )}
      </Text>
      {notice === undefined ? null : <Alert color="teal">{notice}</Alert>}
    </>
  )
}

const SHOWN_AT_FIRST = 20

function Packages({ packages }: { packages: AboutServiceForm['packages'] }) {
  const [isWhole, setWhole] = useState(false)
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const found = packages.filter(({ name, licence }) => `${name} ${licence}`.toLowerCase().includes(wanted))
  const shown = isWhole || wanted !== '' ? found : packages.slice(0, SHOWN_AT_FIRST)
  return (
    <>
      <TextInput
        type="search"
        label={text('about.search')}
        value={search}
        maxLength={100}
        onChange={({ currentTarget: { value } }) => setSearch(value)}
      />
      {shown.length === 0 ? <Text size="sm">{text('about.noPackage')}</Text> : null}
      <Wide label={text('about.packages')}>
        <Table miw={480} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('about.name')}</Table.Th>
              <Table.Th>{text('about.version')}</Table.Th>
              <Table.Th>{text('about.licence')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(({ name, version, licence }) => (
              <Table.Tr key={`${name} ${version}`}>
                <Table.Td>{name}</Table.Td>
                <Table.Td>{version}</Table.Td>
                <Table.Td>{licence}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
      {shown.length === found.length ? null : (
        <Button variant="default" onClick={() => setWhole(true)}>
          {text('about.showAll', { count: numberOf(packages.length) })}
        </Button>
      )}
    </>
  )
}
