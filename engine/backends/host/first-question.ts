import { OPTIONAL_FIELDS, type OptionalField } from '../../driver/chat-body.ts'
import type { Driver } from '../../driver/driver.ts'
import { isUnknownPath, StatusError } from '../../driver/faults.ts'
import type { Ask } from './ask.ts'

/**
 * Asks until the host answers, and finds out where its paths begin and which fields it refuses. A field that a refusal
 * names is left out by the driver; when none is named, the fields are found by trying.
 * @throws {EngineError} why it does not answer
 */
export async function firstQuestion(driver: Driver, ask: Ask): Promise<void> {
  try {
    await askedAt(driver, ask)
  } catch (error) {
    if (!isRefused(error)) throw error
    await withoutRefusedFields(driver, ask, error)
  }
}

/** Tries the configured address with `/v1`, then without. */
async function askedAt(driver: Driver, ask: Ask): Promise<void> {
  try {
    await ask()
  } catch (error) {
    if (!isUnknownPath(error)) throw error
    const before = driver.apiPath
    driver.apiPath = before === '' ? '/v1' : ''
    await ask().catch((other: unknown) => {
      if (isRefused(other)) throw other
      // The model may be the unknown one, and some hosts answer at any path.
      driver.apiPath = before
      throw error
    })
  }
}

const isRefused = (error: unknown) => error instanceof StatusError && error.code === 'refused'

/** Starts without optional fields and adds those that are not refused; the most widely known fields come first. */
async function withoutRefusedFields(driver: Driver, ask: Ask, refusal: unknown): Promise<void> {
  const left = new Set<OptionalField>(OPTIONAL_FIELDS)
  const isAnswered = async () => {
    driver.leaveOut(left)
    return ask().then(
      () => true,
      (error: unknown) => {
        if (isRefused(error)) return false
        throw error
      },
    )
  }
  if (!(await isAnswered())) {
    driver.leaveOut([])
    throw refusal
  }
  for (const field of OPTIONAL_FIELDS.toReversed()) {
    left.delete(field)
    if (!(await isAnswered())) left.add(field)
  }
  driver.leaveOut(left)
}
