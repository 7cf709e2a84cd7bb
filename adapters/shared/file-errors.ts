import { ChannelError } from '#core/contract/channel.ts'
import { say } from '../sentences.ts'

const inMegabytes = (bytes: number) => Math.floor(bytes / 1_000_000)

/** Of a file that somebody sent. */
export const fileTooLarge = (bytesMax: number) =>
  new ChannelError('media-too-large', say('file.too-large', { megabytes: inMegabytes(bytesMax) }))

export const fileGone = (platform: string) => new ChannelError('media-gone', say('file.gone', { platform }))

/** Of a file of ours. */
export const tooLargeToSend = (platform: string, bytesMax: number) =>
  new ChannelError('media-too-large', say('file.too-large-to-send', { platform, megabytes: inMegabytes(bytesMax) }))

export const fileToSendGone = (cause: unknown) => new ChannelError('media-gone', say('file.to-send-gone'), { cause })
