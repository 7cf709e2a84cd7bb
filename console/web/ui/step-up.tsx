import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SessionForm } from '../../api/forms/session.ts'
import { change } from '../api.ts'
import { proveByPasskey } from '../passkeys.ts'
import { keepSession, usePasskeysHere, useSession } from '../session.ts'
import { text } from '../texts/text.ts'
import { Dialog } from './dialog.tsx'
import { Form } from './form.tsx'
import { Password } from './password.tsx'
import { stepUp } from './step-up-question.ts'

/** Asks once more who the operator is, where an act needs a proof that is at most five minutes old. */
export function StepUp() {
  const open = stepUp.useOpen()
  return (
    <Dialog opened={open !== undefined} onClose={() => open?.answer(false)} title={text('proof.title')}>
      {open === undefined ? null : <Proof answer={open.answer} />}
    </Dialog>
  )
}

function Proof({ answer }: { answer: (proved: boolean) => void }) {
  const queries = useQueryClient()
  const { hasTotp = false, hasPasskey = false } = useSession().data?.account ?? {}
  const isPasskeyHere = usePasskeysHere() && hasPasskey
  const [byCode, setByCode] = useState(false)
  const [typed, setTyped] = useState('')
  const proved = (session: SessionForm) => {
    keepSession(queries, session)
    answer(true)
  }
  const sending = useMutation({
    mutationFn: () => change<SessionForm>('POST', '/api/prove', byCode ? { code: typed } : { password: typed }),
    onSuccess: proved,
  })
  const byPasskey = useMutation({ mutationFn: proveByPasskey, onSuccess: proved })
  const tryTyped = () => {
    byPasskey.reset()
    sending.mutate()
  }
  const tryPasskey = () => {
    sending.reset()
    byPasskey.mutate()
  }
  const field = {
    value: typed,
    onChange: (event: { currentTarget: { value: string } }) => setTyped(event.currentTarget.value),
    required: true,
    'data-autofocus': true,
  }
  return (
    <Form sending={{ ...sending, error: sending.error ?? byPasskey.error, mutate: tryTyped }}>
      {(isHeld) => (
        <Stack>
          <Text size="sm">{text('proof.why')}</Text>
          {byCode ? (
            <TextInput
              key="code"
              {...field}
              label={text('form.code')}
              inputMode="numeric"
              autoComplete="one-time-code"
            />
          ) : (
            <Password key="password" {...field} label={text('form.password')} autoComplete="current-password" />
          )}
          {hasTotp ? (
            <Anchor
              component="button"
              type="button"
              size="sm"
              ta="start"
              onClick={() => {
                setByCode(!byCode)
                setTyped('')
                sending.reset()
              }}
            >
              {text(byCode ? 'proof.byPassword' : 'proof.byCode')}
            </Anchor>
          ) : null}
          {isPasskeyHere ? (
            <Button variant="default" loading={byPasskey.isPending} onClick={tryPasskey}>
              {text('proof.byPasskey')}
            </Button>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => answer(false)}>
              {text('form.cancel')}
            </Button>
            <Button type="submit" loading={sending.isPending} disabled={isHeld}>
              {text('proof.go')}
            </Button>
          </Group>
        </Stack>
      )}
    </Form>
  )
}
