import { Tabs } from '@mantine/core'
import { hasRole } from '../../../roles.ts'
import { useAccount } from '../../session.ts'
import { text } from '../../texts/text.ts'
import { PageHead } from '../../ui/head.tsx'
import { About } from './about.tsx'
import { Log } from './log.tsx'
import { Settings } from './settings.tsx'
import { among, useView } from './view.ts'

const TABS = [
  { name: 'settings', role: 'operator', Shown: Settings },
  { name: 'log', role: 'operator', Shown: Log },
  { name: 'about', role: 'viewer', Shown: About },
] as const

/** How the service is set, what it says of itself, and what it is made of. */
export function Page() {
  const { role } = useAccount()
  const tabs = TABS.filter((tab) => hasRole(role, tab.role))
  const { view, change } = useView()
  const [first, ...others] = tabs.map(({ name }) => name)
  const chosen = among([first ?? 'about', ...others], view.tab)
  return (
    <>
      <PageHead title={text('nav.settings')} description={text('settings.about')} />
      <Tabs
        value={chosen}
        onChange={(name) => change({ tab: name === first ? undefined : (name ?? undefined) })}
        keepMounted={false}
      >
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
