import { Badge, Button, Group, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { MeForm, RecoveryCodes, TotpDraft } from '../../../api/forms/accounts.ts'
import { change } from '../../api.ts'
import { plural, text } from '../../texts/text.ts'
import { confirm } from '../../ui/confirm-question.ts'
import { showError } from '../../ui/fail.ts'
import { Section } from '../../ui/section.tsx'
import { ME } from './me.ts'
import { ShowCodes } from './show-codes.tsx'
import { TotpSetUp } from './totp-set-up.tsx'

/** Off, being set up, or on with its recovery codes. */
export function SecondFactor({ me }: { me: MeForm }) {
  const queries = useQueryClient()
  const [draft, setDraft] = useState<TotpDraft>()
  const [codes, setCodes] = useState<readonly string[]>()
  const isOn = me.account.hasTotp
  const refresh = () =>
    queries.invalidateQueries({ predicate: ({ queryKey: [first] }) => first === 'me' || first === 'session' })
  const starting = useMutation({
    mutationFn: () => change<TotpDraft>('POST', '/api/me/totp'),
    onSuccess: setDraft,
    onError: showError,
  })
  const renewing = useMutation({
    async mutationFn() {
      const [title, body, action] = [text('totp.newCodesTitle'), text('totp.newCodesBody'), text('totp.newCodesMake')]
      if (!(await confirm({ title, body, action }))) return
      const { recoveryCodes } = await change<RecoveryCodes>('POST', '/api/me/recovery-codes')
      setCodes(recoveryCodes)
      await queries.invalidateQueries({ queryKey: ME })
    },
    onError: showError,
  })
  const ending = useMutation({
    async mutationFn() {
      const [title, body, action] = [text('totp.offTitle'), text('totp.offBody'), text('totp.turnOff')]
      if (await confirm({ title, body, action })) await change('DELETE', '/api/me/totp')
    },
    onSuccess: refresh,
    onError: showError,
  })
  return (
    <Section
      title={text('totp.title')}
      description={text('totp.about')}
      actions={
        <Badge variant="light" color={isOn ? 'green' : 'orange'}>
          {text(isOn ? 'totp.on' : 'totp.off')}
        </Badge>
      }
    >
      {isOn ? (
        <>
          <Text size="sm">{plural('totp.codesLeft', me.recoveryCodesLeft)}</Text>
          <Group gap="sm">
            <Button variant="default" loading={renewing.isPending} onClick={() => renewing.mutate()}>
              {text('totp.newCodes')}
            </Button>
            <Button variant="subtle" color="red" loading={ending.isPending} onClick={() => ending.mutate()}>
              {text('totp.turnOff')}
            </Button>
          </Group>
        </>
      ) : draft === undefined ? (
        <Group>
          <Button loading={starting.isPending} onClick={() => starting.mutate()}>
            {text('totp.setUp')}
          </Button>
        </Group>
      ) : (
        <TotpSetUp
          draft={draft}
          onCancel={() => setDraft(undefined)}
          onOn={(recoveryCodes) => {
            setCodes(recoveryCodes)
            setDraft(undefined)
            void refresh()
          }}
        />
      )}
      <ShowCodes codes={codes} onDone={() => setCodes(undefined)} />
    </Section>
  )
}
