import { type APIMessageTopLevelComponent, ButtonStyle, ComponentType } from 'discord-api-types/v10'
import { invalidForm } from './api-error.ts'
import type { Said } from './platform-state.ts'

const ROWS_MAX = 5
const IN_ROW_MAX = 5
const CUSTOM_ID_MAX = 100
const LABEL_MAX = 80

type Piece = {
  readonly type: ComponentType
  readonly components?: readonly Piece[]
  readonly style?: ButtonStyle
  readonly label?: string
  readonly custom_id?: string
  readonly url?: string
  readonly disabled?: boolean
  readonly emoji?: { readonly name?: string | null; readonly id?: string | null }
}

export type ShownButton = { readonly label: string; readonly customId: string; readonly isDisabled: boolean }

/** Checks rows of buttons as Discord does. https://discord.com/developers/docs/components/reference */
export function componentsOf(components: unknown): APIMessageTopLevelComponent[] {
  if (!Array.isArray(components)) return []
  const rows = components as Piece[]
  const wrong = (reason: string) => invalidForm('components', 'COMPONENT_VALIDATION_FAILED', reason)
  if (rows.length > ROWS_MAX) throw wrong(`Must be ${ROWS_MAX} or fewer in length.`)
  const ids = new Set<string>()
  for (const row of rows) {
    const pieces = row.components ?? []
    if (row.type !== ComponentType.ActionRow) throw wrong('Only rows of buttons are known to this double.')
    if (pieces.length === 0 || pieces.length > IN_ROW_MAX) throw wrong(`Must be between 1 and ${IN_ROW_MAX} in length.`)
    for (const piece of pieces) {
      checkButton(piece, wrong)
      if (piece.custom_id !== undefined && ids.has(piece.custom_id)) throw wrong('Component custom id is duplicated')
      ids.add(piece.custom_id ?? '')
    }
  }
  return components as APIMessageTopLevelComponent[]
}

function checkButton(piece: Piece, wrong: (reason: string) => Error): void {
  const { type, style, custom_id = '', label = '', emoji, url } = piece
  if (type !== ComponentType.Button) throw wrong('Only buttons are known to this double.')
  if (style === undefined) throw wrong('style: This field is required')
  if (style === ButtonStyle.Link ? url === undefined : custom_id === '') throw wrong('A custom id or url is required')
  if (custom_id.length > CUSTOM_ID_MAX) throw wrong(`custom_id: Must be ${CUSTOM_ID_MAX} or fewer in length.`)
  if (label.length > LABEL_MAX) throw wrong(`label: Must be ${LABEL_MAX} or fewer in length.`)
  if (label === '' && emoji === undefined) throw wrong('A button must have a label or an emoji')
}

/** The buttons that a reader sees under a message, in order. */
export function buttonsOf({ components }: Said): ShownButton[] {
  return (components as unknown as Piece[])
    .flatMap((row) => row.components ?? [])
    .filter(({ type }) => type === ComponentType.Button)
    .map(({ emoji, label, custom_id = '', disabled = false }) => ({
      label: [emoji?.name, label].filter((part) => part !== undefined && part !== null && part !== '').join(' '),
      customId: custom_id,
      isDisabled: disabled,
    }))
}
