import { Box, Button, Menu, Text, useMantineColorScheme, VisuallyHidden, type MantineColorScheme } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { signOut, useAccount } from './session.ts'
import { language, LANGUAGES, type Language } from './texts/language.ts'
import { speak, text } from './texts/text.ts'
import { showError } from './ui/fail.ts'
import { AccountIcon, SignOutIcon } from './ui/icons.tsx'
import { Initial } from './ui/initial.tsx'

const SCHEMES = ['light', 'dark', 'auto'] as const

/** Who is signed in, how the console looks, and the way out. */
export function AccountMenu() {
  const queries = useQueryClient()
  const { name, role } = useAccount()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const leaving = useMutation({ mutationFn: () => signOut(queries), onError: showError })
  return (
    <Menu position="bottom-end" width={240} shadow="md" trapFocus>
      <Menu.Target>
        <Button variant="subtle" color="gray" px="xs" flex="none">
          <VisuallyHidden>{text('menu.account', { name })}</VisuallyHidden>
          <Initial name={name} size={28} />
          <Box component="span" aria-hidden visibleFrom="sm" ms="xs" maw={160} className="cut">
            <bdi>{name}</bdi>
          </Box>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Box px="sm" py="xs">
          <Text fw={600} className="cut">
            <bdi>{name}</bdi>
          </Text>
          <Text size="sm" c="dimmed">
            {text(`role.${role}`)}
          </Text>
        </Box>
        <Menu.Item component={Link} to="/account" leftSection={<AccountIcon size={18} />}>
          {text('nav.account')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{text('menu.scheme')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as MantineColorScheme)}>
          {SCHEMES.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {text(`menu.scheme.${scheme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{text('menu.language')}</Menu.Label>
        <Menu.RadioGroup value={language()} onChange={(value) => void speak(value as Language).catch(showError)}>
          {Object.entries(LANGUAGES).map(([tag, name]) => (
            <Menu.RadioItem key={tag} value={tag} lang={tag}>
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<SignOutIcon size={18} />} onClick={() => leaving.mutate()}>
          {text('menu.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
