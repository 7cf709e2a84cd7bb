import { Anchor, Button, Code, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SessionForm } from '../../api/forms/session.ts'
import { change, hasCode } from '../api.ts'
import { signInByPasskey, usePasskeysHere } from '../passkeys.ts'
import { keepSession } from '../session.ts'
import { text } from '../texts/text.ts'
import { Form } from '../ui/form.tsx'
import { Password } from '../ui/password.tsx'
import { Door } from './door.tsx'

/** Name and password, then a code, where the account has a second factor; or a passkey in place of all of it. */
export function SignIn() {
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [step, setStep] = useState<'password' | 'code' | 'recovery'>('password')
  const sending = useMutation({
    mutationFn: () =>
      change<SessionForm>('POST', '/api/session', { name, password, ...(step !== 'password' && { code }) }),
    onSuccess: (session) => keepSession(queries, session),
    onError(error) {
      if (hasCode(error, 'code-needed') && step === 'password') setStep('code')
      else if (step !== 'password') setCode('')
    },
  })
  const isPasskeyHere = usePasskeysHere()
  const byPasskey = useMutation({
    mutationFn: signInByPasskey,
    onSuccess: (session) => keepSession(queries, session),
  })
  const tryPassword = () => {
    byPasskey.reset()
    sending.mutate()
  }
  const tryPasskey = () => {
    sending.reset()
    byPasskey.mutate()
  }
  const goTo = (next: typeof step) => {
    sending.reset()
    setCode('')
    setStep(next)
  }
  // That a code is needed is the next step, and no failure.
  const error = hasCode(sending.error, 'code-needed') ? null : (sending.error ?? byPasskey.error)
  const wrong = text(
    byPasskey.error !== null ? 'signIn.wrongPasskey' : step === 'password' ? 'signIn.wrong' : 'signIn.wrongCode',
  )
  return (
    <Door title={text(step === 'password' ? 'signIn.title' : 'signIn.codeTitle')}>
      <Form
        sending={{ ...sending, error, mutate: tryPassword }}
        sentence={(error) => (hasCode(error, 'credentials-wrong') ? wrong : undefined)}
      >
        {(isHeld) => (
          <Stack>
            {step === 'password' ? (
              <>
                <TextInput
                  label={text('form.name')}
                  value={name}
                  onChange={(event) => setName(event.currentTarget.value)}
                  autoComplete="username"
                  autoCapitalize="none"
                  spellCheck={false}
                  maxLength={256}
                  autoFocus
                  required
                />
                <Password
                  label={text('form.password')}
                  value={password}
                  onChange={(event) => setPassword(event.currentTarget.value)}
                  autoComplete="current-password"
                  required
                />
              </>
            ) : (
              <TextInput
                key={step}
                label={text(step === 'code' ? 'form.code' : 'form.recoveryCode')}
                description={text(step === 'code' ? 'signIn.codeWhere' : 'signIn.recoveryWhere')}
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
                inputMode={step === 'code' ? 'numeric' : 'text'}
                autoComplete="one-time-code"
                maxLength={64}
                autoFocus
                required
              />
            )}
            <Button type="submit" fullWidth loading={sending.isPending} disabled={isHeld}>
              {text('signIn.go')}
            </Button>
            {step === 'password' && isPasskeyHere ? (
              <Button variant="default" fullWidth loading={byPasskey.isPending} onClick={tryPasskey}>
                {text('signIn.byPasskey')}
              </Button>
            ) : null}
            {step === 'password' ? null : (
              <>
                <Anchor
                  component="button"
                  type="button"
                  size="sm"
                  onClick={() => goTo(step === 'code' ? 'recovery' : 'code')}
                >
                  {text(step === 'code' ? 'signIn.useRecovery' : 'signIn.useCode')}
                </Anchor>
                <Anchor component="button" type="button" size="sm" onClick={() => goTo('password')}>
                  {text('signIn.back')}
                </Anchor>
              </>
            )}
          </Stack>
        )}
      </Form>
      {step === 'password' ? (
        <Stack gap="xs" mt="lg">
          <Text size="sm" c="dimmed">
            {text('signIn.lost')}
          </Text>
          <Code block dir="ltr">
            npm run console -- recover {name.trim() || text('signIn.yourName')}
          </Code>
        </Stack>
      ) : null}
    </Door>
  )
}
