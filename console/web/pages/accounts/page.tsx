import { Button, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { text } from '../../texts/text.ts'
import { PageHead } from '../../ui/head.tsx'
import { Section } from '../../ui/section.tsx'
import { Awaited } from '../../ui/state.tsx'
import { AccountCard } from './account-card.tsx'
import { accountsAsked } from './asked.ts'
import { Invitations } from './invitations.tsx'
import { Invite } from './invite.tsx'

/** Who may sign in to the console, and as what. */
export function Page() {
  const accounts = useQuery(accountsAsked)
  const [isInviting, { open, close }] = useDisclosure()
  return (
    <>
      <PageHead
        title={text('nav.accounts')}
        description={text('accounts.about')}
        actions={<Button onClick={open}>{text('accounts.invite')}</Button>}
      />
      <Awaited asked={accounts}>
        {({ accounts, invitations }) => (
          <Stack gap="lg" maw={860}>
            <Stack component="ul" gap="sm" className="list">
              {accounts.map((account) => (
                <AccountCard key={account.id} account={account} />
              ))}
            </Stack>
            {invitations.length === 0 ? null : (
              <Section title={text('invitations.title')} description={text('invitations.about')}>
                <Invitations invitations={invitations} />
              </Section>
            )}
          </Stack>
        )}
      </Awaited>
      <Invite isOpen={isInviting} onClose={close} />
    </>
  )
}
