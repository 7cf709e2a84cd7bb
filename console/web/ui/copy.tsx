import { Button, CopyButton } from '@mantine/core'
import { text } from '../texts/text.ts'
import { CheckIcon, CopyIcon } from './icons.tsx'

/** Puts a text on the clipboard, and says so. */
export function Copy({ value, label = text('form.copy') }: { value: string; label?: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          leftSection={copied ? <CheckIcon size={16} /> : <CopyIcon size={16} />}
          onClick={copy}
          aria-live="polite"
        >
          {copied ? text('form.copied') : label}
        </Button>
      )}
    </CopyButton>
  )
}
