import { Button, Checkbox, Code, Group, Modal, SimpleGrid, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { text } from '../../texts/text.ts'
import { Copy } from '../../ui/copy.tsx'
import { DownloadIcon, PrintIcon } from '../../ui/icons.tsx'

type Props = { readonly codes: readonly string[] | undefined; readonly onDone: () => void }

/** Recovery codes, which are shown this once: it closes only when they are said to be kept. */
export function ShowCodes({ codes, onDone }: Props) {
  const [isKept, setKept] = useState(false)
  const done = () => {
    setKept(false)
    onDone()
  }
  const all = codes?.join('\n') ?? ''
  return (
    <Modal
      opened={codes !== undefined}
      onClose={done}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      title={text('codes.title')}
    >
      <Stack>
        <Text size="sm">{text('codes.about')}</Text>
        <SimpleGrid cols={2} spacing="xs" className="printed" dir="ltr">
          {codes?.map((code) => (
            <Code key={code} ta="center" fz="sm" p="xs">
              {code}
            </Code>
          ))}
        </SimpleGrid>
        <Group gap="xs">
          <Copy value={all} />
          <Button
            variant="default"
            leftSection={<DownloadIcon size={16} />}
            onClick={() => download(text('codes.fileName'), all)}
          >
            {text('codes.download')}
          </Button>
          <Button variant="default" leftSection={<PrintIcon size={16} />} onClick={() => print()}>
            {text('codes.print')}
          </Button>
        </Group>
        <Checkbox
          label={text('codes.kept')}
          checked={isKept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button disabled={!isKept} onClick={done}>
            {text('codes.done')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function download(name: string, content: string): void {
  const href = URL.createObjectURL(new Blob([`${content}\n`], { type: 'text/plain' }))
  Object.assign(document.createElement('a'), { href, download: name }).click()
  URL.revokeObjectURL(href)
}
