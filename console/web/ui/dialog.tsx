import { Modal, type ModalProps } from '@mantine/core'
import { text } from '../texts/text.ts'

/** Over the page until it is answered or closed. */
export function Dialog(props: ModalProps) {
  return <Modal closeButtonProps={{ 'aria-label': text('form.close') }} {...props} />
}
