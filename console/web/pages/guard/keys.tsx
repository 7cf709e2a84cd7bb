import { Group, Kbd, Switch, Text } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import { text } from '../../texts/text.ts'
import { DECISIONS } from './decisions.ts'

/** What each key does. */
export type Keys = Readonly<Record<string, (() => void) | undefined>>

/** Single letters: whoever dictates, or presses them by mistake, can switch them off. */
export function useKeys(keys: Keys) {
  const [isOn, setOn] = useLocalStorage({ key: 'chasqui-guard-keys', defaultValue: true })
  const newest = useRef(keys)
  useEffect(() => void (newest.current = keys))
  useEffect(() => {
    if (!isOn) return undefined
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return
      const act = newest.current[event.key.toLowerCase()]
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [isOn])
  return { isOn, setOn }
}

const isTyping = (target: EventTarget | null) =>
  document.querySelector('[role="dialog"]') !== null ||
  (target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null)

type LegendProps = { readonly isOn: boolean; readonly setOn: (isOn: boolean) => void }

export function Legend({ isOn, setOn }: LegendProps) {
  const named = [
    { keys: ['j', 'k'], name: text('guard.key.go') },
    ...DECISIONS.map(({ key, decision }) => ({ keys: [key], name: text(`guard.decision.${decision}`) })),
    { keys: ['n'], name: text('guard.note') },
    { keys: ['z'], name: text('guard.undo') },
  ]
  return (
    <Group gap="md" justify="space-between" align="flex-start">
      <Group component="ul" className="list" gap="sm" aria-label={text('guard.keys')} data-off={!isOn}>
        {named.map(({ keys, name }) => (
          <Group component="li" key={name} gap={4}>
            {keys.map((key) => (
              <Kbd key={key} size="xs">
                {key}
              </Kbd>
            ))}
            <Text size="xs" c="dimmed">
              {name}
            </Text>
          </Group>
        ))}
      </Group>
      <Switch
        size="sm"
        label={text('guard.keys')}
        checked={isOn}
        onChange={({ currentTarget: { checked } }) => setOn(checked)}
      />
    </Group>
  )
}
