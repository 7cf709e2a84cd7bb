import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { MeForm } from '../../../api/forms/accounts.ts'
import { read } from '../../api.ts'
import { useAccount } from '../../session.ts'
import { text } from '../../texts/text.ts'
import { PageHead } from '../../ui/head.tsx'
import { Awaited } from '../../ui/state.tsx'
import { Devices } from './devices.tsx'
import { ChangePassword } from './change-password.tsx'
import { ME } from './me.ts'
import { Passkeys } from './passkeys.tsx'
import { SecondFactor } from './second-factor.tsx'

/** One's own account: password, second factor, passkeys, devices. */
export function Page() {
  const { name, role } = useAccount()
  const me = useQuery({ queryKey: ME, queryFn: ({ signal }) => read<MeForm>('/api/me', {}, signal) })
  return (
    <>
      <PageHead title={text('nav.account')} description={text('account.who', { name, role: text(`role.${role}`) })} />
      <Awaited asked={me}>
        {(me) => (
          <Stack gap="lg" maw={760}>
            <SecondFactor me={me} />
            <Passkeys passkeys={me.passkeys} />
            <ChangePassword name={name} />
            <Devices devices={me.devices} />
          </Stack>
        )}
      </Awaited>
    </>
  )
}
