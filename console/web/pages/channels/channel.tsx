import './channels.css'
import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ChannelForm } from '../../../api/forms/channels.ts'
import { change, read } from '../../api.ts'
import { plural, text } from '../../texts/text.ts'
import { confirm } from '../../ui/confirm-question.ts'
import { showDone } from '../../ui/done.ts'
import { showError } from '../../ui/fail.ts'
import { PageHead } from '../../ui/head.tsx'
import { Section } from '../../ui/section.tsx'
import { Awaited } from '../../ui/state.tsx'
import { platformName } from '../../ui/platforms.ts'
import { channelAsked } from './asked.ts'
import { Guide } from './guide.tsx'
import { useSetUp, type SetUp } from './set-up.ts'
import { Activity, Detail, StateBadge } from './state.tsx'

/** One channel: how it is, how it is set up and changed, and how it is switched off. */
export function Page() {
  const { channel: name = '' } = useParams({ strict: false })
  const asked = useQuery(channelAsked(name))
  return <Awaited asked={asked}>{(channel) => <ChannelPage key={channel.name} channel={channel} />}</Awaited>
}

function ChannelPage({ channel }: { channel: ChannelForm }) {
  const setUp = useSetUp(channel)
  const title = platformName(channel.name)
  return (
    <>
      <PageHead
        title={title}
        description={
          <Anchor component={Link} to="/channels" size="sm" underline="always">
            {text('channels.back')}
          </Anchor>
        }
        actions={<StateBadge state={channel.state} />}
      />
      <Stack gap="lg">
        {channel.state === 'off' ? null : <Now setUp={setUp} title={title} />}
        {channel.isSwitchedOff ? <SwitchedOff setUp={setUp} title={title} /> : null}
        <Section
          title={text(channel.state === 'off' ? 'channels.guide' : 'channels.change')}
          description={text('channels.more', { file: channel.docs })}
        >
          <Guide setUp={setUp} />
        </Section>
      </Stack>
    </>
  )
}

type OfChannel = { readonly setUp: SetUp; readonly title: string }

/** What is done with a channel as a whole. */
function useAct({ setUp: { channel, keep }, title }: OfChannel) {
  return useMutation({
    mutationFn: (act: 'on' | 'off' | 'reconnect') =>
      change<ChannelForm>('POST', `/api/channels/${channel.name}/${act}`),
    onSuccess(now, act) {
      keep(now)
      showDone(text(`channels.${act}.done`, { name: title }))
    },
    onError: showError,
  })
}

/** Set up, and off: on again as it was. */
function SwitchedOff(of: OfChannel) {
  const acting = useAct(of)
  const { channel, settingOf } = of.setUp
  const locked = settingOf(channel.switch)?.lockedBy
  return (
    <Section
      title={text('channels.isOff')}
      description={locked === undefined ? text('channels.isOff.about') : text('channels.lockedBy', { name: locked })}
      actions={
        locked === undefined ? (
          <Button loading={acting.isPending} onClick={() => acting.mutate('on')}>
            {text('channels.on')}
          </Button>
        ) : null
      }
    />
  )
}

/** How it is, and what can be done with it as a whole. */
function Now({ setUp, title }: OfChannel) {
  const { channel, settingOf } = setUp
  const { name, state, account, repliesWaiting } = channel
  const acting = useAct({ setUp, title })
  const locked = settingOf(channel.switch)?.lockedBy
  const switchOff = async () => {
    // How many replies wait may have changed since the page was opened.
    const now = await read<ChannelForm>(`/api/channels/${name}`).catch(() => channel)
    const body = (
      <Stack gap="xs">
        <span>{text('channels.off.means', { name: title })}</span>
        {now.repliesWaiting === 0 ? null : <strong>{plural('channels.off.waiting', now.repliesWaiting)}</strong>}
      </Stack>
    )
    const isMeant = await confirm({
      title: text('channels.off.title', { name: title }),
      body,
      action: text('channels.off'),
    })
    if (isMeant) acting.mutate('off')
  }
  return (
    <Section
      title={text('channels.now')}
      // Which account it is, is known for certain once it works.
      description={account === undefined || state !== 'ready' ? undefined : <bdi className="wrapped">{account}</bdi>}
      actions={
        <Group gap="xs">
          <Button
            variant="default"
            loading={acting.isPending && acting.variables === 'reconnect'}
            onClick={() => acting.mutate('reconnect')}
          >
            {text('channels.reconnect')}
          </Button>
          {locked === undefined ? (
            <Button
              variant="default"
              c="red"
              loading={acting.isPending && acting.variables === 'off'}
              onClick={() => void switchOff()}
            >
              {text('channels.off')}
            </Button>
          ) : null}
        </Group>
      }
    >
      <Detail of={channel} />
      {locked === undefined ? null : (
        <Text size="sm" c="dimmed">
          {text('channels.off.locked', { name: locked })}
        </Text>
      )}
      <Activity of={channel} />
      {repliesWaiting === 0 ? null : <Text size="sm">{plural('channels.waiting', repliesWaiting)}</Text>}
    </Section>
  )
}
