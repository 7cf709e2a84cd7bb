import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { text } from '../texts/text.ts'
import { Copy } from './copy.tsx'
import { Dialog } from './dialog.tsx'
import { When } from './when.tsx'

type OnceProps = {
  readonly opened: boolean
  readonly onClose: () => void
  readonly title: string
  /** `hold`: while the secret is made, and then shown this once, no key closes it by mistake. */
  readonly children: (of: { readonly hold: (isHeld: boolean) => void; readonly onDone: () => void }) => ReactNode
}

/** In which a secret is made. */
export function OnceDialog({ opened, onClose, title, children }: OnceProps) {
  const [isHeld, hold] = useState(false)
  const onDone = () => {
    hold(false)
    onClose()
  }
  return (
    <Dialog opened={opened} onClose={onDone} title={title} closeOnClickOutside={false} closeOnEscape={!isHeld}>
      {children({ hold, onDone })}
    </Dialog>
  )
}

type Props = {
  readonly about: string
  readonly label: string
  readonly value: string
  /** Before the time at which it expires. */
  readonly expires: string
  readonly expiresAtMs: number
  readonly copyLabel?: string
  readonly onDone: () => void
}

/** A secret that was just made: it can be copied now, and is never shown again. */
export function ShownOnce({ about, label, value, expires, expiresAtMs, copyLabel, onDone }: Props) {
  return (
    <Stack>
      <Text size="sm">{about}</Text>
      <TextInput
        label={label}
        value={value}
        readOnly
        dir="ltr"
        onFocus={(event) => event.currentTarget.select()}
        data-autofocus
      />
      <Text size="sm" c="dimmed">
        {expires} <When ms={expiresAtMs} />
      </Text>
      <Group justify="flex-end">
        <Copy value={value} {...(copyLabel !== undefined && { label: copyLabel })} />
        <Button onClick={onDone}>{text('codes.done')}</Button>
      </Group>
    </Stack>
  )
}
