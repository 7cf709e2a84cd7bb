import { Button, Group, Stack, VisuallyHidden } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SessionForm } from '../../../api/forms/session.ts'
import { change, hasCode } from '../../api.ts'
import { keepSession } from '../../session.ts'
import { text } from '../../texts/text.ts'
import { showDone } from '../../ui/done.ts'
import { Form } from '../../ui/form.tsx'
import { NewPassword } from '../../ui/new-password.tsx'
import { Password } from '../../ui/password.tsx'
import { Section } from '../../ui/section.tsx'
import { ME } from './me.ts'

export function ChangePassword({ name }: { name: string }) {
  const queries = useQueryClient()
  const [old, setOld] = useState('')
  const [password, setPassword] = useState('')
  const sending = useMutation({
    mutationFn: () => change<SessionForm>('PUT', '/api/me/password', { old, password }),
    async onSuccess(session) {
      keepSession(queries, session)
      setOld('')
      setPassword('')
      showDone(text('account.passwordChanged'))
      await queries.invalidateQueries({ queryKey: ME })
    },
  })
  return (
    <Section title={text('form.password')} description={text('account.passwordAbout')}>
      <Form
        sending={sending}
        sentence={(error) => (hasCode(error, 'credentials-wrong') ? text('account.passwordWrong') : undefined)}
      >
        {(isHeld) => (
          <Stack maw={400}>
            <VisuallyHidden>
              {/* For managers of passwords. */}
              <input autoComplete="username" value={name} readOnly tabIndex={-1} aria-hidden="true" />
            </VisuallyHidden>
            <Password
              label={text('account.oldPassword')}
              value={old}
              onChange={(event) => setOld(event.currentTarget.value)}
              autoComplete="current-password"
              required
            />
            <NewPassword label={text('form.newPassword')} value={password} onChange={setPassword} />
            <Group>
              <Button type="submit" loading={sending.isPending} disabled={isHeld}>
                {text('account.changePassword')}
              </Button>
            </Group>
          </Stack>
        )}
      </Form>
    </Section>
  )
}
