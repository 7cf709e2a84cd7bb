import { Box, Menu, Text, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState, type RefCallback, type RefObject } from 'react'
import { signOut, useAccount } from './session.ts'
import { language, LANGUAGES, type Language } from './texts/language.ts'
import { speak, text } from './texts/text.ts'
import { showError } from './ui/fail.ts'
import { AccountIcon, SignOutIcon } from './ui/icons.tsx'

const SCHEMES = ['light', 'dark', 'auto'] as const

type Button = { readonly button: RefObject<HTMLButtonElement | null> }
type Props = Button & {
  /** Of the button. */
  readonly id: string
  readonly isOpen: boolean
  readonly onChange: (isOpen: boolean) => void
}

/** The menu of the button that is there already. */
export function AccountMenuItems({ id, button, isOpen, onChange }: Props) {
  const queries = useQueryClient()
  const { name, role } = useAccount()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const leaving = useMutation({ mutationFn: () => signOut(queries), onError: showError })
  // The menu notes what to give the focus back to when it opens, not when it is mounted open.
  const [isMounted, setMounted] = useState(false)
  useEffect(() => setMounted(true), [])
  return (
    <Menu
      id={id}
      opened={isOpen && isMounted}
      onChange={onChange}
      position="bottom-end"
      width={240}
      shadow="md"
      trapFocus
    >
      <Menu.Target>
        <ButtonAsTarget button={button} />
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

/** Gives the menu the button as its target: it is placed there, and a press of the button is no press outside of it. */
function ButtonAsTarget({ button, ref }: Button & { readonly ref?: RefCallback<HTMLElement> }) {
  useEffect(() => void ref?.(button.current), [button, ref])
  return null
}
