import { text } from '../texts/text.ts'
import { Password } from './password.tsx'

type Props = { readonly label: string; readonly value: string; readonly onChange: (typed: string) => void }

/** What makes a good one is checked by the service, and told in a sentence. */
export function NewPassword({ label, value, onChange }: Props) {
  return (
    <Password
      label={label}
      description={text('form.passwordHint')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="new-password"
      required
    />
  )
}
