import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { text } from '../texts/text.ts'

/** Its text can be shown, by keyboard too. */
export function Password(props: PasswordInputProps) {
  const toggle = { 'aria-label': text('form.showPassword'), tabIndex: 0 }
  return <PasswordInput visibilityToggleButtonProps={toggle} spellCheck={false} autoCapitalize="none" {...props} />
}
