import { Alert, Button, Group, Loader, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ExportForm } from '../../../api/forms/people.ts'
import { change, read, readFile } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { showError } from '../../ui/fail.ts'
import { LOOK_AGAIN_MS } from '../../ui/look-again.ts'
import { saveFile } from '../../ui/save-file.ts'
import { Section } from '../../ui/section.tsx'
import { Told } from '../../ui/told.tsx'

/** Made in the background: whoever comes back to the page finds it. */
export function Export({ id }: { id: string }) {
  const queries = useQueryClient()
  const queryKey = ['export', id] as const
  const { data: made } = useQuery({
    queryKey,
    queryFn: ({ signal }) => read<ExportForm>(`/api/people/${encodeURIComponent(id)}/export`, {}, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'making' ? LOOK_AGAIN_MS.awaited : false),
  })
  const making = useMutation({
    mutationFn: () => change<ExportForm>('POST', `/api/people/${encodeURIComponent(id)}/export`),
    onSuccess: (form) => void queries.setQueryData(queryKey, form),
    onError: showError,
  })
  const isMaking = made?.state === 'making'
  return (
    <Section
      title={text('export.title')}
      description={text('export.about')}
      actions={
        <Button variant="default" loading={making.isPending} disabled={isMaking} onClick={() => making.mutate()}>
          {text('export.make')}
        </Button>
      }
    >
      {made?.state === 'making' ? (
        <Group gap="sm" role="status">
          <Loader size="sm" />
          <Text size="sm">{text('export.making')}</Text>
        </Group>
      ) : made?.state === 'failed' ? (
        <Alert color="red" title={text('export.failed')}>
          <Told english={made.message ?? ''} sentences={made.sentences} />
        </Alert>
      ) : made?.state === 'ready' ? (
        <Files id={id} files={made.files} onSaved={() => queries.invalidateQueries({ queryKey })} />
      ) : null}
    </Section>
  )
}

type FilesProps = { readonly id: string; readonly files: ExportForm['files']; readonly onSaved: () => unknown }

function Files({ id, files, onSaved }: FilesProps) {
  const saving = useMutation({
    async mutationFn({ name, n }: { name: string; n: number }) {
      saveFile(name, await readFile(`/api/people/${encodeURIComponent(id)}/export/${n}`))
    },
    onError: showError,
    onSettled: onSaved,
  })
  return (
    <>
      <Text size="sm" role="status">
        {text('export.ready')}
      </Text>
      <Group gap="xs">
        {files.map(({ name }, n) => (
          <Button
            key={name}
            loading={saving.isPending && saving.variables.n === n}
            disabled={saving.isPending}
            onClick={() => saving.mutate({ name, n })}
          >
            {text('export.download', { name })}
          </Button>
        ))}
      </Group>
    </>
  )
}
