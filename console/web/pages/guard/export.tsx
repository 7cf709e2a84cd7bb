import { Button, Checkbox, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { download } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { showError } from '../../ui/fail.ts'
import { Section } from '../../ui/section.tsx'

/** Every label as a line of JSON, for who improves guards. */
export function Export() {
  const [hasTexts, setTexts] = useState(false)
  const exporting = useMutation({
    mutationFn: () =>
      download('/api/guard/labels.jsonl', { texts: hasTexts ? 'with' : 'without' }, 'guard-labels.jsonl'),
    onError: showError,
  })
  return (
    <Section title={text('guard.export')} description={text('guard.export.about')}>
      <Checkbox
        label={text('guard.export.texts')}
        description={text('guard.export.texts.hint')}
        checked={hasTexts}
        onChange={({ currentTarget: { checked } }) => setTexts(checked)}
      />
      <Group>
        <Button loading={exporting.isPending} onClick={() => exporting.mutate()}>
          {text('guard.export.do')}
        </Button>
      </Group>
    </Section>
  )
}
