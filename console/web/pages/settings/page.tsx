import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { hasRole } from '../../../roles.ts'
import { useAccount } from '../../session.ts'
import { text } from '../../texts/text.ts'
import { PageHead } from '../../ui/head.tsx'
import { About } from './about.tsx'
import { Log } from './log.tsx'
import { Settings } from './settings.tsx'

const TABS = [
  { name: 'settings', role: 'operator', Shown: Settings },
  { name: 'log', role: 'operator', Shown: Log },
  { name: 'about', role: 'viewer', Shown: About },
] as const
type Name = (typeof TABS)[number]['name']

/** How the service is set, what it says of itself, and what it is made of. */
export function Page() {
  const { role } = useAccount()
  const tabs = TABS.filter((tab) => hasRole(role, tab.role))
  const [chosen, choose] = useState<Name>(tabs[0]?.name ?? 'about')
  return (
    <>
      <PageHead title={text('nav.settings')} description={text('settings.about')} />
      <Tabs value={chosen} onChange={(name) => choose(name as Name)} keepMounted={false}>
        <Tabs.List mb="lg">
          {tabs.map(({ name }) => (
            <Tabs.Tab key={name} value={name}>
              {text(`settings.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ name, Shown }) => (
          <Tabs.Panel key={name} value={name}>
            <Shown />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  )
}
