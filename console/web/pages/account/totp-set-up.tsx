import { Anchor, Box, Button, Code, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { RecoveryCodes, TotpDraft } from '../../../api/forms/accounts.ts'
import { change, hasCode } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { Form } from '../../ui/form.tsx'

type Props = {
  readonly draft: TotpDraft
  readonly onOn: (recoveryCodes: readonly string[]) => void
  readonly onCancel: () => void
}

/** The secret goes into the authenticator app; nothing is on until the app's code has come back. */
export function TotpSetUp({ draft, onOn, onCancel }: Props) {
  const [code, setCode] = useState('')
  const sending = useMutation({
    mutationFn: () => change<RecoveryCodes>('PUT', '/api/me/totp', { draft: draft.draft, code }),
    onSuccess: ({ recoveryCodes }) => onOn(recoveryCodes),
    onError: () => setCode(''),
  })
  const { size, path } = draft.qr
  return (
    <Group align="flex-start" gap="xl">
      <Stack gap="xs" w={200}>
        <Box bg="white" bd="1px solid var(--mantine-color-default-border)" bdrs="md" p={4} lh={0}>
          <svg viewBox={`0 0 ${size} ${size}`} width="100%" role="img" aria-label={text('totp.qr')}>
            <path d={path} fill="#000000" />
          </svg>
        </Box>
        <Anchor href={draft.uri} size="sm">
          {text('totp.openApp')}
        </Anchor>
      </Stack>
      <Box flex={1} miw={240}>
        <Form
          sending={sending}
          sentence={(error) => (hasCode(error, 'credentials-wrong') ? text('totp.wrongCode') : undefined)}
        >
          {(isHeld) => (
            <Stack>
              <Text size="sm">{text('totp.scan')}</Text>
              <Text size="sm" component="div">
                {text('totp.typeIn')}
                <Code block mt="xs" dir="ltr" className="wrapped">
                  {draft.secret}
                </Code>
              </Text>
              <TextInput
                label={text('form.code')}
                description={text('totp.codeHint')}
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={64}
                autoFocus
                required
              />
              <Group>
                <Button type="submit" loading={sending.isPending} disabled={isHeld}>
                  {text('totp.turnOn')}
                </Button>
                <Button variant="default" onClick={onCancel}>
                  {text('form.cancel')}
                </Button>
              </Group>
            </Stack>
          )}
        </Form>
      </Box>
    </Group>
  )
}
