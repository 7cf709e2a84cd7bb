import { sayer } from '#machine/sentence.ts'

/** What operators are told of what core does for them; `console/web/texts` has it in the other languages. */
export const CORE_SENTENCES = {
  'export.busy': 'An export is being made; try again when it is done.',
  'export.no-room': 'The disk is nearly full.',
  'export.no-files': 'No files can be sent into this chat.',
  'picture.broken': 'The picture cannot be decoded.',
  'picture.half': 'A large part of the picture is missing.',
  'picture.heic': 'This build of the decoder cannot open HEIC.',
  'picture.kind': 'Pictures of the kind {kind} are not opened.',
  'picture.none': 'These bytes are no picture.',
  'picture.too-large': 'The picture has {width} × {height} pixels, more than are taken.',
} as const

export const say = sayer(CORE_SENTENCES)
