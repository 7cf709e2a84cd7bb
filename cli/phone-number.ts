import { PHONE_DIGITS } from '#app/whatsapp-requests.ts'
import { UsageError } from '#app/usage.ts'

/** The digits of a phone number, as people write it: with a plus, blanks, dots and dashes. */
export function phoneDigits(text: string): string {
  const digits = text.replaceAll(/[\s.-]/g, '').replace(/^(?:\+|00)/, '')
  if (PHONE_DIGITS.test(digits)) return digits
  throw new UsageError(
    `"${text}" is no phone number as it is needed here: with its country code and without a 0 before the area, such as ` +
      '+49 151 23456789.',
  )
}
