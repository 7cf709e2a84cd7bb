import { Textarea, type TextareaProps } from '@mantine/core'

type Props = Omit<TextareaProps, 'autosize' | 'onChange'> & { readonly onType: (typed: string) => void }

/** Several lines in whichever direction they are written; it grows with them up to `maxRows`. */
export const LongText = ({ onType, ...props }: Props) => (
  <Textarea autosize dir="auto" {...props} onChange={({ currentTarget: { value } }) => onType(value)} />
)
