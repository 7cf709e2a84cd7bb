import { Center, Group, NativeSelect, Paper, Stack, Text, Title } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'
import { Logo } from '../ui/logo.tsx'
import { language, LANGUAGES, type Language } from '../texts/language.ts'
import { speak, text } from '../texts/text.ts'

/** Of the pages where nobody is signed in: one thing to do, in the middle. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => void (document.title = `${title} · ${text('app.name')}`), [title])
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={400} gap="lg">
        <Group justify="center" gap="sm">
          <Logo size={36} />
          <Text fw={650} fz="xl">
            {text('app.name')}
          </Text>
        </Group>
        <Paper p={{ base: 'md', xs: 'xl' }} radius="lg" shadow="sm">
          <Title order={1} fz="h2" mb="md">
            {title}
          </Title>
          {children}
        </Paper>
        <NativeSelect
          mx="auto"
          size="xs"
          variant="unstyled"
          aria-label={text('menu.language')}
          value={language()}
          onChange={(event) => void speak(event.currentTarget.value as Language)}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        />
      </Stack>
    </Center>
  )
}
