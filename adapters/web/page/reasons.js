import { say } from './texts.js'

/** Why a message did not arrive, in words. */
export function reasonOf(code, { message: { files }, limits: { textLengthMax, filesMax, fileBytesMax } }) {
  switch (code) {
    case 'text-too-long':
      return say('tooLong', { n: textLengthMax })
    case 'file-too-large':
      return say('tooLarge', { n: Math.floor(fileBytesMax / 1024 ** 2) })
    case 'too-many-files':
      return say('tooMany', { n: filesMax })
    case 'storage-full':
      return say(files.length > 0 ? 'full' : 'noRoom')
    case 'too-large':
      return say(files.length > 0 ? 'pictureTooLarge' : 'textTooLarge')
    case 'sign-in':
      return say('signIn')
    case 'two-people':
      return say('twoPeople')
    case 'https-needed':
      return say('httpsNeeded')
    case 'too-many-reads':
      return say('tooManyReads')
    case 'too-many-messages':
    case 'too-many-people':
    case 'too-many-uploads':
      return say('tooMuch')
    case 'unreachable':
    case 'unavailable':
    case 'internal':
    case 'gateway':
      return say('away')
    default:
      return say('refused')
  }
}
