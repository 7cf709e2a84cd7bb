import { Alert, Box, Button, Code, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ChannelForm, LinkForm } from '../../../api/forms/channels.ts'
import { change, read } from '../../api.ts'
import { text } from '../../texts/text.ts'
import { confirm } from '../../ui/confirm-question.ts'
import { showDone } from '../../ui/done.ts'
import { errorText, showError } from '../../ui/fail.ts'
import { Told } from '../../ui/told.tsx'
import { LOOK_AGAIN_MS } from '../../ui/look-again.ts'
import { channelAsked } from './asked.ts'
import type { SetUp } from './set-up.ts'

const KEY = ['whatsapp-link']
const IS_LINKING: ReadonlySet<LinkForm['state']> = new Set(['connecting', 'qr', 'pairing'])

type Way = 'qr' | 'pairing'

/** A code is asked for while somebody links here, and kept nowhere. */
function useLink(setUp: SetUp, way: Way) {
  const queries = useQueryClient()
  const linking = useMutation({
    mutationFn: (phoneNumber: string | undefined) =>
      change<LinkForm>('POST', '/api/whatsapp/link', {
        acknowledged: setUp.isAcknowledged,
        ...(phoneNumber !== undefined && { phoneNumber }),
      }),
    onSuccess(now) {
      queries.setQueryData(KEY, now)
      setUp.linkBy(way)
    },
  })
  const state = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => read<LinkForm>('/api/whatsapp/link', {}, signal),
    enabled: setUp.linksBy === way,
    gcTime: 0,
    refetchInterval({ state: { data } }) {
      if (data !== undefined && IS_LINKING.has(data.state)) return LOOK_AGAIN_MS.awaited
      void queries.invalidateQueries({ queryKey: channelAsked(setUp.channel.name).queryKey })
      return false
    },
  })
  return { linking, now: setUp.linksBy === way ? state.data : undefined }
}

/** With the phone's camera. */
export function LinkByQr({ setUp }: { setUp: SetUp }) {
  const { linking, now } = useLink(setUp, 'qr')
  if (setUp.channel.state === 'off') return <NotYet />
  if (setUp.channel.state === 'ready') return <Linked setUp={setUp} />
  if (setUp.channel.linkState === 'off') return <NotLinked of={setUp.channel} />
  return (
    <Stack gap="sm">
      <Group>
        <Button loading={linking.isPending} disabled={!setUp.isAcknowledged} onClick={() => linking.mutate(undefined)}>
          {text(now?.state === 'qr' ? 'channels.link.qr.another' : 'channels.link.qr')}
        </Button>
      </Group>
      <Shown now={now} error={linking.error} isHeld={!setUp.isAcknowledged} />
    </Stack>
  )
}

/** With its country code, as numbers are written everywhere. */
const PHONE_NUMBER = /^[1-9]\d{6,14}$/

/** Without a camera: a code that is typed on the phone. */
export function LinkByCode({ setUp }: { setUp: SetUp }) {
  const { linking, now } = useLink(setUp, 'pairing')
  const [typed, setTyped] = useState('')
  const [isLeft, leave] = useState(false)
  const digits = typed.replaceAll(/\D/g, '')
  const isNumber = PHONE_NUMBER.test(digits)
  const isWrong = isLeft && digits !== '' && !isNumber
  const wrongId = useId()
  if (setUp.channel.state === 'off') return <NotYet />
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="xs">
        <TextInput
          label={text('channels.link.phone')}
          description={text('channels.link.phone.hint')}
          error={isWrong}
          aria-describedby={isWrong ? wrongId : undefined}
          inputMode="tel"
          autoComplete="off"
          dir="ltr"
          maxLength={24}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => leave(true)}
        />
        <Button
          variant="default"
          loading={linking.isPending}
          disabled={!setUp.isAcknowledged || !isNumber}
          onClick={() => linking.mutate(digits)}
        >
          {text('channels.link.code')}
        </Button>
      </Group>
      {isWrong ? (
        <Text size="sm" c="red" id={wrongId}>
          {text('channels.link.phone.wrong')}
        </Text>
      ) : null}
      <Shown now={now} error={linking.error} isHeld={!setUp.isAcknowledged} />
    </Stack>
  )
}

const NotYet = () => (
  <Text size="sm" c="dimmed">
    {text('channels.link.later')}
  </Text>
)

function Linked({ setUp }: { setUp: SetUp }) {
  const queries = useQueryClient()
  const unlinking = useMutation({
    mutationFn: () => change<LinkForm>('POST', '/api/whatsapp/unlink'),
    onSuccess() {
      showDone(text('channels.unlinked'))
      void queries.invalidateQueries({ queryKey: channelAsked(setUp.channel.name).queryKey })
    },
    onError: showError,
  })
  const unlink = async () => {
    const question = { title: text('channels.unlink.title'), body: text('channels.unlink.means') }
    if (await confirm({ ...question, action: text('channels.unlink') })) unlinking.mutate()
  }
  return (
    <Group gap="sm">
      <Text size="sm">{text('channels.linked')}</Text>
      <Button variant="default" loading={unlinking.isPending} onClick={() => void unlink()}>
        {text('channels.unlink')}
      </Button>
    </Group>
  )
}

type ShownProps = { readonly now: LinkForm | undefined; readonly error: Error | null; readonly isHeld: boolean }

function Shown({ now, error, isHeld }: ShownProps) {
  return (
    <div role="status">
      {isHeld ? (
        <Text size="sm" c="dimmed">
          {text('channels.link.acknowledge')}
        </Text>
      ) : null}
      {error === null ? null : <Alert color="red" title={errorText(error)} />}
      {now === undefined ? null : <Now of={now} />}
    </div>
  )
}

/** What is to be done with the phone now, or why nothing can be. */
function Now({ of }: { of: LinkForm }) {
  const { state, qr, pairingCode } = of
  switch (state) {
    case 'connecting':
      return <Text size="sm">{text('channels.link.connecting')}</Text>
    case 'qr':
      return (
        <Stack gap="xs">
          <Text size="sm">{text('channels.link.scan')}</Text>
          {qr === undefined ? null : <QrCode of={qr} />}
        </Stack>
      )
    case 'pairing':
      return (
        <Stack gap="xs" align="flex-start">
          <Text size="sm">{text('channels.link.type')}</Text>
          <Code ref={inTheMiddle} fz="xl" fw={600} dir="ltr">
            {pairingCode}
          </Code>
        </Stack>
      )
    case 'ready':
      return <Text size="sm">{text('channels.linked')}</Text>
    case 'degraded':
    case 'logged-out':
    case 'off':
      return <NotLinked of={of} />
    default:
      return state satisfies never
  }
}

const NotLinked = ({ of: { detail = '', sentences } }: { of: Pick<ChannelForm, 'detail' | 'sentences'> }) => (
  <Alert color="orange" title={text('channels.link.none')}>
    <span className="wrapped sentence" dir="auto">
      <Told english={detail} sentences={sentences} />
    </span>
  </Alert>
)

/** Where it is first shown: a notice at the window's edge must not cover what a phone is held to. */
const inTheMiddle = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'center' })

/** Black on white in the dark scheme, too: phones read no other. */
const QrCode = ({ of: { size, path } }: { of: NonNullable<LinkForm['qr']> }) => (
  <Box ref={inTheMiddle} bg="white" bd="1px solid var(--mantine-color-default-border)" bdrs="md" p={4} lh={0} maw={280}>
    <svg viewBox={`0 0 ${size} ${size}`} width="100%" role="img" aria-label={text('channels.link.qrLabel')}>
      <path d={path} fill="#000000" />
    </svg>
  </Box>
)
