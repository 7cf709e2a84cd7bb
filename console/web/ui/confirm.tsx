import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { text } from '../texts/text.ts'
import { confirmation, type Confirmation } from './confirm-question.ts'
import { Dialog } from './dialog.tsx'

export function Confirming() {
  const open = confirmation.useOpen()
  return (
    <Dialog opened={open !== undefined} onClose={() => open?.answer(false)} title={open?.asked.title}>
      {open === undefined ? null : <Question {...open.asked} answer={open.answer} />}
    </Dialog>
  )
}

function Question({ body, word, action, answer }: Confirmation & { answer: (meant: boolean) => void }) {
  const [typed, setTyped] = useState('')
  const isMeant = word === undefined || typed.trim() === word
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isMeant) answer(true)
      }}
    >
      <Stack>
        <Text component="div" size="sm">
          {body}
        </Text>
        {word === undefined ? null : (
          <TextInput
            label={text('confirm.word', { word })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => answer(false)}>
            {text('form.cancel')}
          </Button>
          <Button type="submit" color="red" disabled={!isMeant}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
